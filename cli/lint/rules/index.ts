import type { Rule } from '../rule.ts';
import { annotationLegacy } from './annotation-legacy.ts';
import { annotationName } from './annotation-name.ts';
import { annotationParts } from './annotation-parts.ts';
import { annotationValue } from './annotation-value.ts';
import { configReference } from './config-reference.ts';
import { contextMissing } from './context-missing.ts';
import { contextShape } from './context-shape.ts';
import { dataKey } from './data-key.ts';
import { dataNotText } from './data-not-text.ts';
import { defaultForApplications } from './default-for-applications.ts';
import { duplicateKey } from './duplicate-key.ts';
import { duplicateService } from './duplicate-service.ts';
import { expression } from './expression.ts';
import { extraDocument } from './extra-document.ts';
import { helmEscape } from './helm-escape.ts';
import { jsonBareAction } from './json-bare-action.ts';
import { jsonInvalid } from './json-invalid.ts';
import { jsonShape } from './json-shape.ts';
import { keyOutsideData } from './key-outside-data.ts';
import { labelSubscription } from './label-subscription.ts';
import { legacyKey } from './legacy-key.ts';
import { manifestDuplicateKey } from './manifest-duplicate-key.ts';
import { manifestYaml } from './manifest-yaml.ts';
import { misspeltPath } from './misspelt-path.ts';
import { noConditions } from './no-conditions.ts';
import { oncePerNil } from './once-per-nil.ts';
import { optionMissing } from './option-missing.ts';
import { recipientMissing } from './recipient-missing.ts';
import { recipientText } from './recipient-text.ts';
import { secretBraces } from './secret-braces.ts';
import { secretBytes } from './secret-bytes.ts';
import { secretEncoding } from './secret-encoding.ts';
import { secretInText } from './secret-in-text.ts';
import { secretLiteral } from './secret-literal.ts';
import { secretNewline } from './secret-newline.ts';
import { secretTwiceEncoded } from './secret-twice-encoded.ts';
import { sectionWithoutService } from './section-without-service.ts';
import { selector } from './selector.ts';
import { sendMissing } from './send-missing.ts';
import { serviceKey } from './service-key.ts';
import { serviceOptions } from './service-options.ts';
import { serviceType } from './service-type.ts';
import { subscriptionWithoutTrigger } from './subscription-without-trigger.ts';
import { template } from './template.ts';
import { templateFails } from './template-fails.ts';
import { tooLarge } from './too-large.ts';
import { unknownField } from './unknown-field.ts';
import { unknownFunction } from './unknown-function.ts';
import { unknownKey } from './unknown-key.ts';
import { unknownMember } from './unknown-member.ts';
import { unknownSecret } from './unknown-secret.ts';
import { unknownService } from './unknown-service.ts';
import { unknownTemplate } from './unknown-template.ts';
import { unknownTrigger } from './unknown-trigger.ts';
import { unknownVariable } from './unknown-variable.ts';
import { unusedSecret } from './unused-secret.ts';
import { unusedService } from './unused-service.ts';
import { unusedTemplate } from './unused-template.ts';
import { unusedTrigger } from './unused-trigger.ts';
import { whenConstant } from './when-constant.ts';
import { whenFails } from './when-fails.ts';
import { whenMissing } from './when-missing.ts';
import { whenNotBoolean } from './when-not-boolean.ts';
import { wrongShape } from './wrong-shape.ts';
import { yaml } from './yaml.ts';
import { yamlWord } from './yaml-word.ts';

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  manifestYaml,
  manifestDuplicateKey,
  keyOutsideData,
  dataKey,
  dataNotText,
  tooLarge,
  unknownKey,
  legacyKey,
  yaml,
  extraDocument,
  duplicateKey,
  yamlWord,
  wrongShape,
  unknownField,
  contextShape,
  expression,
  whenMissing,
  whenConstant,
  whenNotBoolean,
  whenFails,
  oncePerNil,
  sendMissing,
  noConditions,
  template,
  unknownFunction,
  templateFails,
  helmEscape,
  jsonInvalid,
  jsonShape,
  jsonBareAction,
  unknownVariable,
  unknownMember,
  misspeltPath,
  contextMissing,
  unknownTemplate,
  unusedTemplate,
  serviceKey,
  serviceType,
  serviceOptions,
  optionMissing,
  duplicateService,
  unknownSecret,
  secretBraces,
  secretNewline,
  secretEncoding,
  secretTwiceEncoded,
  secretInText,
  secretBytes,
  secretLiteral,
  unusedSecret,
  selector,
  unknownTrigger,
  unusedTrigger,
  unknownService,
  unusedService,
  sectionWithoutService,
  subscriptionWithoutTrigger,
  recipientMissing,
  recipientText,
  annotationName,
  annotationParts,
  annotationValue,
  annotationLegacy,
  labelSubscription,
  configReference,
  defaultForApplications,
];
