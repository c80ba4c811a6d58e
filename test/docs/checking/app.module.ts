export { AppModule } from '../readme/app.module.js';
