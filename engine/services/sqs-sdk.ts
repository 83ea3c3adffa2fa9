// What is used of the SDK: named here, since a bundle gives a CommonJS module that is imported later no named exports.
export { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
