/** Why a file cannot be changed: the sentence "It was left as it is: …" goes on with it. */
export class NotUnderstood extends Error {}
