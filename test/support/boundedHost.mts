import { FakeHost } from './fakeHost.mts';

/** More waits than any test needs, so that a defect fails the test instead of looping forever. */
const MAX_WAITS = 5_000;

/** A fake host whose waits are bounded. */
export class BoundedHost extends FakeHost {
	constructor() {
		super();
		const { sleep } = this;
		this.sleep = async (milliseconds, isOver) => {
			if (this.sleeps.length >= MAX_WAITS) throw new Error('The code under test waits forever.');
			await sleep(milliseconds, isOver);
		};
	}
}
