import sayWhichNodeAdapter from './node-adapter.mjs';

/** Jest calls it once, before any test: what the machine at hand decides is said at the top of the run. */
export default function sayWhatTestsRunOn() {
  sayWhichNodeAdapter();
  const mongo = process.env['MONGODB_URL'] ? 'the server of MONGODB_URL' : 'a double of MongoDB';
  process.stderr.write(`Mongoose runs on ${mongo}.\n`);
}
