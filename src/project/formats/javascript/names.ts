import { everyNode, part, type Syntax, textOf } from './parse.js';

/** What the names of a file stand for: of a name with two meanings, nothing is known. */
export type Names = ReadonlyMap<string, Syntax>;

/** The `const` declarations and functions of a file, at any depth. */
export function namesOf(program: Syntax): Names {
  const names = new Map<string, Syntax>();
  const seen = new Set<string>();
  const note = (name: string | undefined, meaning: Syntax | undefined): void => {
    if (name === undefined) return;
    if (meaning && !seen.has(name)) names.set(name, meaning);
    else names.delete(name);
    seen.add(name);
  };
  for (const node of everyNode(program)) {
    if (node.type === 'VariableDeclarator') noteDeclarator(node, note);
    else if (node.type === 'FunctionDeclaration') note(textOf(part(node, 'id'), 'name'), node);
    else if (node.type === 'AssignmentExpression')
      note(textOf(part(node, 'left'), 'name'), undefined);
  }
  return names;
}

type Note = (name: string | undefined, meaning: Syntax | undefined) => void;

/** `const PORT = 3000`, `const { PORT = 3000 } = process.env`. */
function noteDeclarator(node: Syntax, note: Note): void {
  const [id, init] = [part(node, 'id'), part(node, 'init')];
  if (id?.type === 'Identifier') note(textOf(id, 'name'), init);
  if (id?.type !== 'ObjectPattern' || init === undefined) return;
  for (const property of Array.isArray(id.properties) ? id.properties : []) {
    const [key, value] = [part(property, 'key'), part(property, 'value')];
    const local = value?.type === 'AssignmentPattern' ? part(value, 'left') : value;
    if (key === undefined || local?.type !== 'Identifier') continue;
    note(textOf(local, 'name'), destructured(init, key, value));
  }
}

/** The expression that a destructured name stands for: `process.env.PORT ?? 3000`. */
function destructured(object: Syntax, property: Syntax, value: Syntax | undefined): Syntax {
  const { start, end } = property;
  const member = { type: 'MemberExpression', start, end, object, property, computed: false };
  const fallback = value?.type === 'AssignmentPattern' ? part(value, 'right') : undefined;
  return fallback === undefined
    ? member
    : { type: 'LogicalExpression', operator: '??', start, end, left: member, right: fallback };
}
