import { hold } from './hold.js';

const [folder, id = '', word] = process.argv.slice(2);
await hold(folder, id, word);
