# The events of bench/domains, for Cap'n Proto.
@0xd1c5a9b37e60f412;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("peers::capnproto");

enum Currency { eur @0; chf @1; usd @2; }
enum Channel { counter @0; web @1; }
enum Shipping { standard @0; express @1; }

struct Deposited {
  transferHigh @0 :UInt64;
  transferLow @1 :UInt64;
  cents @2 :Int64;
  currency @3 :Currency;
  channel @4 :Channel;
  at @5 :Int64;
  memo @6 :Text;
}

struct Line {
  sku @0 :Text;
  quantity @1 :UInt32;
  cents @2 :Int64;
}

struct Address {
  name @0 :Text;
  street @1 :Text;
  city @2 :Text;
  code @3 :Text;
  country @4 :Text;
}

struct OrderPlaced {
  orderHigh @0 :UInt64;
  orderLow @1 :UInt64;
  customerHigh @2 :UInt64;
  customerLow @3 :UInt64;
  lines @4 :List(Line);
  address @5 :Address;
  coupon @6 :Text;
  shipping @7 :Shipping;
}
