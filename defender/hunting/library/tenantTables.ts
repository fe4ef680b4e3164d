import { tablesOf, type HuntLicense, type LibraryHunt } from './libraryHunt';

/** The KQL of a hunt for the tables of one tenant, or the reason why it cannot run there. */
export type AdaptedHunt =
	| {
			readonly kind: 'runs';
			readonly kql: string;
			/** Tables that the tenant does not have and that the query omits. */
			readonly omitted: readonly string[];
	  }
	| { readonly kind: 'unavailable'; readonly table: string; readonly product: string };

const UNION = /\bunion\n/g;

/** The tables that a tenant is known not to have. Hunts of one execution share it, so that each table is missed once. */
export class TenantTables {
	private readonly missing = new Set<string>();

	/** Records a table that the service does not have. @returns false if it was known */
	recordMissing(table: string): boolean {
		const isNew = !this.missing.has(table);
		this.missing.add(table);
		return isNew;
	}

	/** Replaces or omits missing tables. A branch of `union isfuzzy=true` may name a table that does not exist. */
	adapt(hunt: Pick<LibraryHunt, 'kql' | 'licenses'>): AdaptedHunt {
		let { kql } = hunt;
		const omitted: string[] = [];
		for (const license of hunt.licenses) {
			for (const table of license.tables.filter((one) => this.missing.has(one))) {
				const fallback = this.fallbackOf(license);
				if (fallback !== undefined) kql = kql.split(table).join(fallback);
				else if (license.optional === true) omitted.push(table);
				else return { kind: 'unavailable', table, product: license.product };
			}
		}
		const [first] = omitted;
		if (first === undefined) return { kind: 'runs', kql, omitted };
		if (omitted.length === tablesOf(hunt).length)
			return { kind: 'unavailable', table: first, product: productOf(hunt.licenses, first) };
		return { kind: 'runs', kql: kql.replace(UNION, 'union isfuzzy=true\n'), omitted };
	}

	private fallbackOf({ fallback }: HuntLicense): string | undefined {
		return fallback === undefined || this.missing.has(fallback) ? undefined : fallback;
	}
}

/** Tables that a query of the hunt may name. */
export function candidateTables({ licenses }: Pick<LibraryHunt, 'licenses'>): readonly string[] {
	return licenses.flatMap(({ tables, fallback }) =>
		fallback === undefined ? tables : [...tables, fallback],
	);
}

function productOf(licenses: readonly HuntLicense[], table: string): string {
	return licenses.find(({ tables }) => tables.includes(table))?.product ?? '';
}
