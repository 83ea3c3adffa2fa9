// The functions

export { sprigFunctions } from './functions.ts';
