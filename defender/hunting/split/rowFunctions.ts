/**
 * Scalar functions whose value depends on their arguments alone: not on other rows, the time of the request or other tables.
 * @see https://learn.microsoft.com/kusto/query/scalar-functions
 */
const FUNCTIONS = [
	// Conditions and types
	'case coalesce gettype iff iif isempty isfinite isinf isnan isnotempty isnotnull isnull max_of min_of not notempty notnull',
	'tobool toboolean todatetime todecimal todouble todynamic toguid toint tolong tolower toreal tostring totimespan toupper',
	// Text
	'base64_decode_toarray base64_decode_tostring base64_encode_tostring countof extract extract_all extractall extract_json',
	'extractjson format_bytes has_any_index indexof indexof_regex isascii parse_command_line parse_csv parse_path parse_url',
	'parse_urlquery parse_user_agent parse_version parseurl punycode_from_string punycode_to_string regex_quote replace replace_regex replace_string replace_strings reverse split',
	'strcat strcat_array strcat_delim strcmp string_size strlen strrep substring translate trim trim_end trim_start',
	'unicode_codepoints_from_string unicode_codepoints_to_string url_decode url_encode url_encode_component',
	// Dynamic values
	'array_concat array_iff array_iif array_index_of arraylength array_length array_reverse array_rotate_left array_rotate_right',
	'array_shift_left array_shift_right array_slice array_sort_asc array_sort_desc array_split array_sum',
	'bag_has_key bag_keys bag_merge bag_pack bag_remove_keys bag_set_key bag_zip dynamic dynamic_to_json jaccard_index',
	'pack pack_all pack_array pack_dictionary parse_json parsejson parse_xml range repeat set_difference set_equals set_has_element set_intersect set_union',
	'treepath zip',
	// Dates
	'bin bin_at datepart datetime_add datetime_diff datetime_part datetime_local_to_utc datetime_utc_to_local dayofmonth dayofweek dayofyear endofday',
	'endofmonth endofweek endofyear floor format_datetime format_timespan getmonth getyear hourofday',
	'make_datetime make_timespan monthofyear startofday startofmonth startofweek startofyear unixtime_microseconds_todatetime',
	'unixtime_milliseconds_todatetime unixtime_nanoseconds_todatetime unixtime_seconds_todatetime week_of_year weekofyear',
	// Numbers and hashes
	'abs binary_and binary_not binary_or binary_shift_left binary_shift_right binary_xor bitset_count_ones ceiling exp',
	'hash hash_combine hash_many hash_md5 hash_sha1 hash_sha256 log log10 log2 pow round sign sqrt tohex',
	// IP addresses
	'format_ipv4 format_ipv4_mask has_any_ipv4 has_any_ipv4_prefix has_ipv4 has_ipv4_prefix ipv4_compare',
	'ipv4_is_in_any_range ipv4_is_in_range ipv4_is_match ipv4_is_private ipv4_netmask_suffix ipv6_compare',
	'ipv6_is_in_any_range ipv6_is_in_range ipv6_is_match parse_ipv4 parse_ipv4_mask parse_ipv6 parse_ipv6_mask',
];

/** Words of the language that brackets can follow: operators of tables, of logic, and of text with an optional `!`. */
const KEYWORDS = [
	'where filter extend project by and or between in in~ has_any has_all typeof !between !in !in~',
];
const TEXT_OPERATORS = ['contains', 'endswith', 'has', 'hasprefix', 'hassuffix', 'startswith'];

/** Names and keywords that brackets can follow in a query that is split. */
export const rowFunctions: ReadonlySet<string> = new Set([
	...[...FUNCTIONS, ...KEYWORDS].join(' ').split(' '),
	...TEXT_OPERATORS.flatMap((name) => [name, `${name}_cs`, `!${name}`, `!${name}_cs`]),
]);
