// Settings of receiving as the ERP writes them: entries that each name a supplier, an item, a warehouse, or none of them.
interface Named {
  readonly supplierId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly warehouseId?: string | undefined;
}
interface About {
  readonly supplierId: string | null;
  readonly itemId?: string;
  readonly warehouseId?: string;
}

/** The narrowest entry that fits: item and supplier, item, supplier, all; among those, one that names the warehouse. */
export function narrowest<E extends Named>(entries: readonly E[], about: About): E | undefined {
  const fits = entries.filter((each) => (each.supplierId ?? about.supplierId) === about.supplierId && (each.itemId === undefined || each.itemId === about.itemId) && (each.warehouseId === undefined || each.warehouseId === about.warehouseId));
  const narrow = (each: E): number => (each.itemId === undefined ? 0 : 4) + (each.supplierId === undefined ? 0 : 2) + (each.warehouseId === undefined ? 0 : 1);
  return fits.toSorted((a, b) => narrow(b) - narrow(a))[0];
}
