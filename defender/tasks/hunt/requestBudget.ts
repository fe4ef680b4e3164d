import type { SecurityApi } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import { requestBudgetUsed } from '../../hunting/sentences/libraryText';

/** The part of an API that reads incidents and hunts. */
export type HuntSource = Pick<SecurityApi, 'getIncident' | 'runHunt'>;

/** Requests of several hunts together. */
export class RequestBudget {
	private sent = 0;

	constructor(private readonly maximum: number) {}

	get used(): number {
		return this.sent;
	}

	get isUsedUp(): boolean {
		return this.sent >= this.maximum;
	}

	/** Returns the API with this budget; a request beyond it throws DefenderError `incomplete` and is not sent. */
	limit(api: HuntSource): HuntSource {
		return {
			getIncident: async (id, options) => {
				this.count();
				return await api.getIncident(id, options);
			},
			runHunt: async (request) => {
				this.count();
				return await api.runHunt(request);
			},
		};
	}

	private count(): void {
		if (this.isUsedUp) throw new DefenderError({ kind: 'incomplete' }, requestBudgetUsed(this.maximum));
		this.sent += 1;
	}
}
