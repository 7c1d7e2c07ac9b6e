import { isScalar, type Scalar } from 'yaml';
import { sliceValue, type Value } from '../../formats/value.js';
import { fields, items, scalarValue, type YamlFile } from '../../formats/yaml.js';

/** One entry of `environment:`, `labels:` or `args:`. */
export interface ComposeSetting {
  readonly name: string;
  readonly scalar: Scalar;
  /** Undefined where the variable is handed on as it is: `environment: [PORT]`. */
  readonly value: Value | undefined;
}

/** A setting of a service, with those beside it. */
export interface ServiceSetting {
  readonly name: string;
  readonly value: Value;
  other(name: string): string | undefined;
}

/** Of a service they are asked for once for each of its mounts and mappings. */
const known = new WeakMap<object, readonly ComposeSetting[]>();

/** The entries of either form, a map or a list of `NAME=value`. */
export function settingsOf(
  yaml: YamlFile,
  source: string,
  node: unknown,
): readonly ComposeSetting[] {
  if (typeof node !== 'object' || node === null) return [];
  const settings = known.get(node) ?? readSettings(yaml, source, node);
  known.set(node, settings);
  return settings;
}

function readSettings(yaml: YamlFile, source: string, node: object): ComposeSetting[] {
  const pairs = fields(yaml, node).flatMap(([name, value]): ComposeSetting[] => {
    const scalar = yaml.resolve(value);
    if (!isScalar(scalar)) return [];
    if (scalar.value === null) return [{ name, scalar, value: undefined }];
    const text = scalarValue(source, scalar);
    return text ? [{ name, scalar, value: text }] : [];
  });
  const entries = items(yaml, node).flatMap((item): ComposeSetting[] => {
    const scalar = yaml.resolve(item);
    const text = scalarValue(source, scalar);
    if (!isScalar(scalar) || !text) return [];
    const equals = text.text.indexOf('=');
    if (equals === -1) return [{ name: text.text, scalar, value: undefined }];
    const value = sliceValue(text, equals + 1, text.text.length);
    return [{ name: text.text.slice(0, equals), scalar, value }];
  });
  return [...pairs, ...entries];
}
