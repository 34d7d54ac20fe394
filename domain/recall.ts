// Who received goods that are called back, and what else of them the company has: the same answer from a station's rows and
// from the company's.

/** One line of a parcel that left the house with the goods, or with such goods whose lot nobody wrote down. */
export interface Received {
  readonly warehouse: string;
  readonly parcelId: string;
  readonly orderId: string;
  /** The number the customer knows; empty where the order is not known. */
  readonly channelNumber: string;
  readonly customerId: string;
  readonly customer: string;
  readonly country: string;
  /** Empty: nobody wrote the lot down. */
  readonly lot: string;
  readonly serial: string;
  readonly quantity: number;
  readonly carrierId: string;
  readonly tracking: string;
  readonly shippedAt: number;
}
/** What a warehouse still has of the goods. */
export interface StillThere {
  readonly warehouse: string;
  readonly quantity: number;
  /** Of these, units that nobody holds. */
  readonly free: number;
}
export interface Trace {
  readonly received: readonly Received[];
  readonly still: readonly StillThere[];
}

/** Columns under these names, from parcel_line l, parcel p, sales_order o, customer c. */
export const receivedColumns = `p.warehouse_id as "warehouse", p.parcel_id as "parcelId", p.order_id as "orderId", coalesce(o.channel_number, '') as "channelNumber", coalesce(o.customer_id, '') as "customerId",
  coalesce(c.name, '') as "customer", coalesce(c.country, '') as "country", l.lot, l.serial, l.quantity, p.carrier_id as "carrierId", p.tracking, p.shipped_at as "shippedAt"`;
