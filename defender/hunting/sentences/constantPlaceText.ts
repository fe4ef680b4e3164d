import { quoted, type Sentence } from '../../core/sentence';

const CONSTANT_PLACES = {
	dynamic: [
		'dynamic()',
		'Write pack_array(…) for a list or bag_pack(…) for an object; both accept parameters. Or pass the whole value as a parameter of type Dynamic or String List.',
	],
	datatable: ['datatable', 'Write print with named columns, which accepts parameters: print Name = _p_name.'],
	externaldata: [
		'externaldata',
		'Read the address with an HTTP Request node and pass the result as a parameter.',
	],
} as const;

/** @param name with its prefix */
export function parameterInConstant(
	name: string,
	place: { readonly kind: keyof typeof CONSTANT_PLACES } | { readonly kind: 'typed'; readonly type: string },
): Sentence {
	if (place.kind === 'typed') {
		return {
			message: `${quoted(name)} cannot be used inside ${place.type}()`,
			description: `Write ${name} alone and choose the matching type for the parameter. ${place.type}() accepts only a constant.`,
		};
	}
	const [label, advice] = CONSTANT_PLACES[place.kind];
	return {
		message: `${quoted(name)} cannot be used inside ${label}`,
		description: `${advice} KQL accepts only constants there.`,
	};
}

/** @param name with its prefix */
export function parameterInPattern(name: string): Sentence {
	return {
		message: `${quoted(name)} cannot be used in the pattern of parse`,
		description:
			'Use split, extract or parse_json, which accept parameters. In a pattern, KQL accepts only constants and reads a name as a new column.',
	};
}
