export { withConditionalRequests } from './with-conditional-requests.js';
