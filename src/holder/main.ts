import { hold } from './hold.js';

const [folder, id = ''] = process.argv.slice(2);
await hold(folder, id);
