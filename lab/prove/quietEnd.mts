const MINUTE_MS = 60_000;
/** More polls without an item than lie between two that read the whole look-back. */
const QUIET_POLLS = 13;
const MAX_POLLS = 200;

interface QuietLife {
	readonly tenant: { readonly clock: { advance(milliseconds: number): void } };
	/** Makes or awaits the next poll. @returns the number of its items, undefined if unknown */
	readonly poll: () => Promise<number | undefined>;
	readonly sweepMs: number;
}

/**
 * Polls without faults until everything that is ever reported was reported, also what only a sweep finds.
 * @throws Error if the items do not end
 */
export async function endQuietly({ tenant, poll, sweepMs }: QuietLife): Promise<void> {
	await pollUntilQuiet(poll);
	tenant.clock.advance(sweepMs + MINUTE_MS);
	await pollUntilQuiet(poll);
}

async function pollUntilQuiet(poll: QuietLife['poll']): Promise<void> {
	for (let quiet = 0, polls = 0; quiet < QUIET_POLLS; polls++) {
		if (polls === MAX_POLLS) throw new Error('The trigger does not stop emitting items.');
		quiet = (await poll()) === 0 ? quiet + 1 : 0;
	}
}
