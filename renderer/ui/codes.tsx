// A sentence in which codes such as A-04-1 or DN-500 are never torn apart at the end of a line.
const CODE = /([A-Z0-9]+(?:-[A-Z0-9]+)+[.,;:]?)/;

export function Codes({ children }: { readonly children: string }) {
  // Split by a group, every second piece is a code.
  return <>{children.split(CODE).map((piece, at) => (at % 2 === 0 ? piece : <span key={`${at} ${piece}`} className="code-whole">{piece}</span>))}</>;
}
