const keptMessages = 200;

/** What `GET /_xput/messages` tells of one message to a topic. */
export interface ListedMessage {
  readonly time: string;
  readonly topicArn: string;
  /** ARN of the caller, or of what a service sent it for. */
  readonly from: string;
  readonly subject: string;
  readonly message: string;
  /** Why the topic did not take it; absent: it did. */
  readonly refused?: string;
}

/** The last messages to topics of any account, for a person or a test that wants to see that one came. */
export class MessageList {
  private readonly messages: ListedMessage[] = [];

  add(message: ListedMessage): void {
    this.messages.push(message);
    if (this.messages.length > keptMessages) this.messages.shift();
  }

  /** At most 200, the newest last. */
  list(): readonly ListedMessage[] {
    return this.messages;
  }
}
