export { instrumentEtags } from './instrument-etags.js';
