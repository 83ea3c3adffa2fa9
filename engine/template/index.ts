// Templates

export { parse, Template } from './template.ts';

// What is wrong with them

export { type SourcePlace, TemplateError, type TemplateErrorCode, type TemplateErrorOptions } from './errors.ts';

// Their parse trees

export { type ListNode, type Node, nodeString } from './node.ts';
export type { Trees } from './parse.ts';
