import type { SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import type { Incident } from '../../incidents/incident';
import { unmetFields } from '../../incidents/update';
import type { UpdateRequest } from '../../incidents/updateRequest';
import type { SeenBefore } from './fieldOutcome';
import { FIRST_READ_BACK_MS, MAX_READ_BACKS } from './readBack';

/** Reads one incident and recognizes states that are older than a known one. */
export class FreshReads {
	private newest: Incident | undefined;
	private suspect: Incident | undefined;

	constructor(
		private readonly api: SecurityApi,
		private readonly host: Host,
		private readonly id: string,
		private readonly seenBefore: SeenBefore,
	) {
		this.newest = seenBefore.here;
	}

	async read(): Promise<Incident | DefenderError> {
		return await this.api.getIncident(this.id, { alerts: false }).catch(asDefenderError);
	}

	/**
	 * Reads until the state is not older than a known one, a few times at most.
	 * @param remaining the part of the request that is not verified
	 * @param base the read on which the request was planned first
	 */
	async readFresh(remaining: UpdateRequest, base: Incident | undefined): Promise<Incident | DefenderError> {
		for (let attempt = 0; ; attempt++) {
			const read = await this.read();
			if (read instanceof DefenderError || attempt >= MAX_READ_BACKS) return read;
			if (!this.looksStale(read, remaining, base)) return read;
			await this.host.sleep(FIRST_READ_BACK_MS * 2 ** attempt);
		}
	}

	/** Whether a read is older than the newest state of this execution. */
	isOlder(read: Incident): boolean {
		return this.newest !== undefined && read.lastUpdateDateTime < this.newest.lastUpdateDateTime;
	}

	/** Remembers a read, unless it is older than a known state. */
	note(read: Incident): void {
		if (!this.isOlder(read)) this.newest = read;
	}

	/**
	 * Marks the read before a PATCH without response, or before one that was rejected as outdated: the same version again
	 * does not show how the PATCH ended.
	 */
	suspectStale(read: Incident | undefined): void {
		this.suspect = read;
	}

	private looksStale(read: Incident, remaining: UpdateRequest, base: Incident | undefined): boolean {
		const { elsewhere } = this.seenBefore;
		if (this.isOlder(read) || (elsewhere !== undefined && read.lastUpdateDateTime < elsewhere)) return true;
		if (this.suspect === undefined || read.lastUpdateDateTime > this.suspect.lastUpdateDateTime) return false;
		const isSameVersion = read['@odata.etag'] === this.suspect['@odata.etag'];
		return isSameVersion && unmetFields(remaining, base ?? read, read).length > 0;
	}
}
