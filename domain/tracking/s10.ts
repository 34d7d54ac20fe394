// Numbers of the postal union (UPU S10): two letters of the service, eight digits, a check digit, two letters of the country.
const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** `serial` from 0 to 99,999,999. */
export function s10Number(service: string, serial: number, country: string): string {
  const digits = String(serial).padStart(8, '0');
  const rest = 11 - ([...digits].reduce((sum, digit, index) => sum + Number(digit) * WEIGHTS[index]!, 0) % 11);
  return `${service}${digits}${rest === 10 ? 0 : rest === 11 ? 5 : rest}${country}`;
}
