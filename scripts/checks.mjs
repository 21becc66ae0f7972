// `npm run checks`: lint, format and types; a failure ends it.
import { step, tool } from './setup.mjs';
import { checkTypes } from './types.mjs';

step('Lint and format');
tool('oxlint', ['--deny-warnings']);
tool('oxfmt', ['--check', '.']);
step('Types');
checkTypes();
