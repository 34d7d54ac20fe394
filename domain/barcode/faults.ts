// What can be wrong with a GS1 code, as a closed kind for programs and a sentence for people. The kinds of single values
// carry GS1's own names (its Syntax Tests), so that a fault found here and by another reader can be compared.

export type Fault = {
  /** INCORRECT_CHECK_DIGIT, ILLEGAL_DAY, REQUIRED_FIELD_MISSING … */
  readonly code: string;
  /** One plain sentence to show. */
  readonly reason: string;
};

const ENDINGS: Readonly<Record<string, string>> = {
  EMPTY: 'is empty',
  TOO_SHORT: 'is too short',
  TOO_LONG: 'is too long',
  INCORRECT_LENGTH: 'does not have the right length',
  NON_DIGIT_CHARACTER: 'has a character that is not a digit',
  INVALID_CSET82_CHARACTER: 'has a character that is not allowed there',
  INVALID_CSET39_CHARACTER: 'has a character that is not allowed there',
  INVALID_CSET64_CHARACTER: 'has a character that is not allowed there',
  INVALID_CSET64_PADDING: 'does not end as such a signature ends',
  INCORRECT_CHECK_DIGIT: 'has a wrong check digit',
  INCORRECT_CHECK_PAIR: 'has wrong check characters',
  ILLEGAL_MONTH: 'has a month that does not exist',
  ILLEGAL_DAY: 'is not a day of the calendar',
  ILLEGAL_HOUR: 'has no such hour',
  ILLEGAL_MINUTE: 'has no such minute',
  ILLEGAL_SECOND: 'has no such second',
  NOT_ZERO: 'must begin with 0',
  ILLEGAL_ZERO_VALUE: 'may not be zero',
  ILLEGAL_ZERO_PREFIX: 'may not begin with 0',
  ZERO_PIECE_NUMBER: 'has a piece number of zero',
  ZERO_TOTAL_PIECES: 'has a total of zero pieces',
  PIECE_NUMBER_EXCEEDS_TOTAL: 'has a piece number above the number of pieces',
  POSITION_EXCEEDS_END: 'has a position above the last one',
  INVALID_GCP_PREFIX: 'does not begin with a company number',
  NOT_ISO3166: 'names a country that does not exist',
  NOT_ISO3166_OR_999: 'names a country that does not exist',
  NOT_ISO3166_ALPHA2: 'names a country that does not exist',
  NOT_ISO4217: 'names a currency that does not exist',
  NOT_ZERO_OR_ONE: 'must be 0 or 1',
  NOT_HYPHEN: 'may end in a minus sign only',
  REQUIRES_NON_DIGIT_CHARACTER: 'needs a character that is not a digit',
  INVALID_PERCENT_SEQUENCE: 'has a broken % sequence',
  INVALID_LATITUDE: 'has an impossible latitude',
  INVALID_LONGITUDE: 'has an impossible longitude',
  INCORRECT_IBAN_CHECKSUM: 'has wrong check digits',
};

/** `field` as people know it, with its number: "expiry date (17)". */
export function valueFault(field: string, code: string): Fault {
  return { code, reason: `The ${field} ${ENDINGS[code] ?? 'is not of the form it must have'}.` };
}

export const fault = (code: string, reason: string): Fault => ({ code, reason });
