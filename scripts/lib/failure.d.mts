/** A failure whose message is all the user needs: it is printed without a stack. */
export class Failure extends Error {}
export function runMain(main: () => Promise<number>): Promise<void>;
