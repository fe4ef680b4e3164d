/** Queries that between them use every operator with options, and every kind of expression with an operator sign. */
const T = `datatable(s:string, n:long, t:datetime, d:dynamic)[
	"Alpha", 1, datetime(2026-03-01), dynamic({"a":[1,2],"b":"x"}),
	"beta", 2, datetime(2026-03-02), dynamic({"a":[3],"b":"y"}),
	"gamma delta", long(null), datetime(null), dynamic(null)
]`;

const PIPELINES = [
	'where s !in ("Alpha") and n == 2 or s has "delta"',
	'where s !in~ ("ALPHA", "x") and not(n > 5)',
	'where n !between (2 .. 5) | where s !contains "q" and s !has "beta"',
	'where s in~ ("alpha") and s =~ "ALPHA" and s !~ "x" and s startswith "al" and s !endswith "z"',
	'where s has_any ("alpha", "delta") or s has_all ("gamma", "delta")',
	'where s matches regex "^[a-z]+$" | project s, m = n + 1 - 2 * 3 / 4 % 5',
	'sort by n asc nulls last, s desc | take 2',
	'sort by n desc nulls first',
	'top 2 by n asc nulls last',
	'extend k = -n, u = iff(n >= 2, "big", "small"), v = d.a[0], w = d["b"]',
	'extend tolower(s), tolong(d.a[0]), n + 1',
	'project-rename x = s | project-away n | project-reorder t, *',
	'summarize c = count(), m = make_set(s), a = round(avg(n), 1) by bin(t, 1d)',
	'summarize arg_max(n, *) by s | summarize percentile(n, 50), countif(n > 1)',
	'mv-expand kind=array d | project s, d',
	'mv-expand with_itemindex=i e = d.a to typeof(long) limit 5',
	'mv-apply e = d.a to typeof(long) on (top 1 by e desc)',
	'join kind=leftanti (T | where n == 1) on s',
	'join kind=leftouter (T | project s, other = n) on $left.s == $right.s',
	'lookup kind=inner (T | project s, other = n) on s',
	'union withsource=origin isfuzzy=true T, Missing',
	'distinct s, n | count',
	'parse kind=relaxed s with one:string " " two:string',
	'parse-where s with * "eta"',
	'make-series c = count() default=0 on t from datetime(2026-03-01) to datetime(2026-03-04) step 1d by s',
	'top-nested 2 of s by c = count() desc, top-nested 1 of n by max(n) asc',
	'partition hint.strategy=native by s (top 1 by n desc)',
	'serialize r = row_number() | extend before = prev(s), after = next(s, 1, "none")',
	'where * has "alpha" | getschema',
	'search kind=case_sensitive "Alpha" | project-away $table',
	'evaluate pivot(s, count(), n)',
	'evaluate bag_unpack(d) : (*, a:dynamic, b:string)',
	'sample-distinct 2 of s | as hint.materialized=true X',
] as const;

/** One query per pipeline, with its own scalar, tabular and function `let` statements. */
export const EVERY_OPERATOR: readonly string[] = PIPELINES.map(
	(pipeline) =>
		`let limit_ = 100; let T = ${T}; let f = (x:string, y:long = 3) { strcat(x, y) }; T | extend id = f(s) | ${pipeline} | take limit_`,
);
