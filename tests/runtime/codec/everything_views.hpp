#pragma once

#include "everything.hpp"

namespace everything {
class EmptyView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 0};

  using View::View;

  template <class Io, class X>
  static constexpr void fields(Io&, X&) {}
};

class PointView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 7, .ends = 0};
  static constexpr Field kX{.offset = 1};
  static constexpr Field kY{.offset = 3, .bit = 0};

  using View::View;
  [[nodiscard]] std::int16_t x() const { return get<std::int16_t>(kX); }
  [[nodiscard]] std::optional<std::int32_t> y() const { return get<std::optional<std::int32_t>>(kY); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("x", kX, x.x);
    io("y", kY, x.y);
  }
};

class AddressView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 5, .ends = 2};
  static constexpr Field kStreet{.end = 0};
  static constexpr Field kTown{.end = 1, .bit = 0};
  static constexpr Field kZip{.offset = 1};

  using View::View;
  [[nodiscard]] std::string_view street() const { return get<std::string>(kStreet); }
  [[nodiscard]] std::optional<std::string_view> town() const { return get<std::optional<std::string>>(kTown); }
  [[nodiscard]] std::uint32_t zip() const { return get<std::uint32_t>(kZip); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("street", kStreet, x.street);
    io("town", kTown, x.town);
    io("zip", kZip, x.zip);
  }
};

class ScalarsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 121, .ends = 0};
  static constexpr Field kFlag{.offset = 0};
  static constexpr Field kI8{.offset = 1};
  static constexpr Field kI16{.offset = 2};
  static constexpr Field kI32{.offset = 4};
  static constexpr Field kI64{.offset = 8};
  static constexpr Field kU8{.offset = 16};
  static constexpr Field kU16{.offset = 17};
  static constexpr Field kU32{.offset = 19};
  static constexpr Field kU64{.offset = 23};
  static constexpr Field kF32{.offset = 31};
  static constexpr Field kF64{.offset = 35};
  static constexpr Field kMoney{.offset = 43};
  static constexpr Field kLarge{.offset = 51};
  static constexpr Field kFraction{.offset = 67};
  static constexpr Field kUuid{.offset = 75};
  static constexpr Field kInstant{.offset = 91};
  static constexpr Field kColor{.offset = 99};
  static constexpr Field kNumber{.offset = 101};
  static constexpr Field kKey{.offset = 105};

  using View::View;
  [[nodiscard]] bool flag() const { return get<bool>(kFlag); }
  [[nodiscard]] std::int8_t i8() const { return get<std::int8_t>(kI8); }
  [[nodiscard]] std::int16_t i16() const { return get<std::int16_t>(kI16); }
  [[nodiscard]] std::int32_t i32() const { return get<std::int32_t>(kI32); }
  [[nodiscard]] std::int64_t i64() const { return get<std::int64_t>(kI64); }
  [[nodiscard]] std::uint8_t u8() const { return get<std::uint8_t>(kU8); }
  [[nodiscard]] std::uint16_t u16() const { return get<std::uint16_t>(kU16); }
  [[nodiscard]] std::uint32_t u32() const { return get<std::uint32_t>(kU32); }
  [[nodiscard]] std::uint64_t u64() const { return get<std::uint64_t>(kU64); }
  [[nodiscard]] float f32() const { return get<float>(kF32); }
  [[nodiscard]] double f64() const { return get<double>(kF64); }
  [[nodiscard]] cqrs::Decimal<18, 2> money() const { return get<cqrs::Decimal<18, 2>>(kMoney); }
  [[nodiscard]] cqrs::Decimal<38, 10> large() const { return get<cqrs::Decimal<38, 10>>(kLarge); }
  [[nodiscard]] cqrs::Decimal<5, 5> fraction() const { return get<cqrs::Decimal<5, 5>>(kFraction); }
  [[nodiscard]] cqrs::Uuid uuid() const { return get<cqrs::Uuid>(kUuid); }
  [[nodiscard]] cqrs::Instant instant() const { return get<cqrs::Instant>(kInstant); }
  [[nodiscard]] Color color() const { return get<Color>(kColor); }
  [[nodiscard]] Number number() const { return get<Number>(kNumber); }
  [[nodiscard]] Key key() const { return get<Key>(kKey); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("flag", kFlag, x.flag);
    io("i8", kI8, x.i8);
    io("i16", kI16, x.i16);
    io("i32", kI32, x.i32);
    io("i64", kI64, x.i64);
    io("u8", kU8, x.u8);
    io("u16", kU16, x.u16);
    io("u32", kU32, x.u32);
    io("u64", kU64, x.u64);
    io("f32", kF32, x.f32);
    io("f64", kF64, x.f64);
    io("money", kMoney, x.money);
    io("large", kLarge, x.large);
    io("fraction", kFraction, x.fraction);
    io("uuid", kUuid, x.uuid);
    io("instant", kInstant, x.instant);
    io("color", kColor, x.color);
    io("number", kNumber, x.number);
    io("key", kKey, x.key);
  }
};

class NestedView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 13, .ends = 5};
  static constexpr Field kBefore{.end = 0};
  static constexpr Field kPoint{.offset = 0};
  static constexpr Field kAddress{.offset = 7, .end = 1};
  static constexpr Field kBlob{.end = 3};
  static constexpr Field kCode{.end = 4};
  static constexpr Field kNothing{};
  static constexpr Field kAfter{.offset = 12};

  using View::View;
  [[nodiscard]] std::string_view before() const { return get<std::string>(kBefore); }
  [[nodiscard]] PointView point() const { return get<Point>(kPoint); }
  [[nodiscard]] AddressView address() const { return get<Address>(kAddress); }
  [[nodiscard]] cqrs::Bytes blob() const { return get<cqrs::Buffer>(kBlob); }
  [[nodiscard]] std::string_view code() const { return get<Code>(kCode); }
  [[nodiscard]] EmptyView nothing() const { return get<Empty>(kNothing); }
  [[nodiscard]] std::uint8_t after() const { return get<std::uint8_t>(kAfter); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("before", kBefore, x.before);
    io("point", kPoint, x.point);
    io("address", kAddress, x.address);
    io("blob", kBlob, x.blob);
    io("code", kCode, x.code);
    io("nothing", kNothing, x.nothing);
    io("after", kAfter, x.after);
  }
};

class OptionalsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 34, .ends = 5};
  static constexpr Field kFlag{.offset = 2, .bit = 0};
  static constexpr Field kMoney{.offset = 3, .bit = 1};
  static constexpr Field kText{.end = 0, .bit = 2};
  static constexpr Field kBlob{.end = 1, .bit = 3};
  static constexpr Field kKey{.offset = 11, .bit = 4};
  static constexpr Field kCode{.end = 2, .bit = 5};
  static constexpr Field kPoint{.offset = 27, .bit = 6};
  static constexpr Field kAddress{.end = 3, .bit = 7};
  static constexpr Field kList{.end = 4, .bit = 8};

  using View::View;
  [[nodiscard]] std::optional<bool> flag() const { return get<std::optional<bool>>(kFlag); }
  [[nodiscard]] std::optional<cqrs::Decimal<18, 2>> money() const {
    return get<std::optional<cqrs::Decimal<18, 2>>>(kMoney);
  }
  [[nodiscard]] std::optional<std::string_view> text() const { return get<std::optional<std::string>>(kText); }
  [[nodiscard]] std::optional<cqrs::Bytes> blob() const { return get<std::optional<cqrs::Buffer>>(kBlob); }
  [[nodiscard]] std::optional<Key> key() const { return get<std::optional<Key>>(kKey); }
  [[nodiscard]] std::optional<std::string_view> code() const { return get<std::optional<Code>>(kCode); }
  [[nodiscard]] std::optional<PointView> point() const { return get<std::optional<Point>>(kPoint); }
  [[nodiscard]] std::optional<AddressView> address() const { return get<std::optional<Address>>(kAddress); }
  [[nodiscard]] std::optional<cqrs::layout::ListView<std::string>> list() const {
    return get<std::optional<std::vector<std::string>>>(kList);
  }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("flag", kFlag, x.flag);
    io("money", kMoney, x.money);
    io("text", kText, x.text);
    io("blob", kBlob, x.blob);
    io("key", kKey, x.key);
    io("code", kCode, x.code);
    io("point", kPoint, x.point);
    io("address", kAddress, x.address);
    io("list", kList, x.list);
  }
};

class TimesView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 17, .ends = 2};
  static constexpr Field kDate{.offset = 1};
  static constexpr Field kDuration{.offset = 5};
  static constexpr Field kMaybeDate{.offset = 13, .bit = 0};
  static constexpr Field kDates{.end = 0};
  static constexpr Field kMaybeDurations{.end = 1};

  using View::View;
  [[nodiscard]] cqrs::Date date() const { return get<cqrs::Date>(kDate); }
  [[nodiscard]] cqrs::Duration duration() const { return get<cqrs::Duration>(kDuration); }
  [[nodiscard]] std::optional<cqrs::Date> maybe_date() const { return get<std::optional<cqrs::Date>>(kMaybeDate); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("date", kDate, x.date);
    io("duration", kDuration, x.duration);
    io("maybe_date", kMaybeDate, x.maybe_date);
    io("dates", kDates, x.dates);
    io("maybe_durations", kMaybeDurations, x.maybe_durations);
  }
};

class CollectionsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 1, .ends = 16};
  static constexpr Field kNumbers{.end = 0};
  static constexpr Field kTexts{.end = 1};
  static constexpr Field kCodes{.end = 2};
  static constexpr Field kBlobs{.end = 3};
  static constexpr Field kColors{.end = 4};
  static constexpr Field kAmounts{.end = 5};
  static constexpr Field kIds{.end = 6};
  static constexpr Field kCounts{.end = 7};
  static constexpr Field kHomes{.end = 8};
  static constexpr Field kNames{.end = 9};
  static constexpr Field kDays{.end = 10};
  static constexpr Field kPrices{.end = 11};
  static constexpr Field kHues{.end = 12};
  static constexpr Field kWaits{.end = 13};
  static constexpr Field kChoices{.end = 14};
  static constexpr Field kMaybe{.end = 15};

  using View::View;
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<std::int32_t>> numbers() const {
    return get<cqrs::Set<std::int32_t>>(kNumbers);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<std::string>> texts() const {
    return get<cqrs::Set<std::string>>(kTexts);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<Code>> codes() const { return get<cqrs::Set<Code>>(kCodes); }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<cqrs::Buffer>> blobs() const {
    return get<cqrs::Set<cqrs::Buffer>>(kBlobs);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<Color>> colors() const { return get<cqrs::Set<Color>>(kColors); }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<cqrs::Decimal<38, 10>>> amounts() const {
    return get<cqrs::Set<cqrs::Decimal<38, 10>>>(kAmounts);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Set<Key>> ids() const { return get<cqrs::Set<Key>>(kIds); }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<std::string, std::uint16_t>> counts() const {
    return get<cqrs::Map<std::string, std::uint16_t>>(kCounts);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<Key, Address>> homes() const {
    return get<cqrs::Map<Key, Address>>(kHomes);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<Number, std::optional<std::string>>> names() const {
    return get<cqrs::Map<Number, std::optional<std::string>>>(kNames);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<cqrs::Date, cqrs::Set<std::string>>> days() const {
    return get<cqrs::Map<cqrs::Date, cqrs::Set<std::string>>>(kDays);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<cqrs::Decimal<18, 2>, std::vector<bool>>> prices() const {
    return get<cqrs::Map<cqrs::Decimal<18, 2>, std::vector<bool>>>(kPrices);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<Color, Empty>> hues() const {
    return get<cqrs::Map<Color, Empty>>(kHues);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<cqrs::Duration, std::optional<Point>>> waits() const {
    return get<cqrs::Map<cqrs::Duration, std::optional<Point>>>(kWaits);
  }
  [[nodiscard]] cqrs::layout::ViewType<cqrs::Map<Code, cqrs::Map<std::uint64_t, cqrs::Instant>>> choices() const {
    return get<cqrs::Map<Code, cqrs::Map<std::uint64_t, cqrs::Instant>>>(kChoices);
  }
  [[nodiscard]] cqrs::layout::ViewType<std::optional<cqrs::Set<std::int64_t>>> maybe() const {
    return get<std::optional<cqrs::Set<std::int64_t>>>(kMaybe);
  }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("numbers", kNumbers, x.numbers);
    io("texts", kTexts, x.texts);
    io("codes", kCodes, x.codes);
    io("blobs", kBlobs, x.blobs);
    io("colors", kColors, x.colors);
    io("amounts", kAmounts, x.amounts);
    io("ids", kIds, x.ids);
    io("counts", kCounts, x.counts);
    io("homes", kHomes, x.homes);
    io("names", kNames, x.names);
    io("days", kDays, x.days);
    io("prices", kPrices, x.prices);
    io("hues", kHues, x.hues);
    io("waits", kWaits, x.waits);
    io("choices", kChoices, x.choices);
    io("maybe", kMaybe, x.maybe);
  }
};

class ListsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 15};
  static constexpr Field kFlags{.end = 0};
  static constexpr Field kNumbers{.end = 1};
  static constexpr Field kTexts{.end = 2};
  static constexpr Field kColors{.end = 3};
  static constexpr Field kKeys{.end = 4};
  static constexpr Field kPoints{.end = 5};
  static constexpr Field kAddresses{.end = 6};
  static constexpr Field kEmpties{.end = 7};
  static constexpr Field kMaybeNumbers{.end = 8};
  static constexpr Field kMaybeTexts{.end = 9};
  static constexpr Field kMaybePoints{.end = 10};
  static constexpr Field kMaybeAddresses{.end = 11};
  static constexpr Field kRows{.end = 12};
  static constexpr Field kPages{.end = 13};
  static constexpr Field kDeep{.end = 14};

  using View::View;
  [[nodiscard]] cqrs::layout::ListView<bool> flags() const { return get<std::vector<bool>>(kFlags); }
  [[nodiscard]] cqrs::layout::ListView<std::int32_t> numbers() const {
    return get<std::vector<std::int32_t>>(kNumbers);
  }
  [[nodiscard]] cqrs::layout::ListView<std::string> texts() const { return get<std::vector<std::string>>(kTexts); }
  [[nodiscard]] cqrs::layout::ListView<Color> colors() const { return get<std::vector<Color>>(kColors); }
  [[nodiscard]] cqrs::layout::ListView<Key> keys() const { return get<std::vector<Key>>(kKeys); }
  [[nodiscard]] cqrs::layout::ListView<Point> points() const { return get<std::vector<Point>>(kPoints); }
  [[nodiscard]] cqrs::layout::ListView<Address> addresses() const { return get<std::vector<Address>>(kAddresses); }
  [[nodiscard]] cqrs::layout::ListView<Empty> empties() const { return get<std::vector<Empty>>(kEmpties); }
  [[nodiscard]] cqrs::layout::ListView<std::optional<std::int32_t>> maybe_numbers() const {
    return get<std::vector<std::optional<std::int32_t>>>(kMaybeNumbers);
  }
  [[nodiscard]] cqrs::layout::ListView<std::optional<std::string>> maybe_texts() const {
    return get<std::vector<std::optional<std::string>>>(kMaybeTexts);
  }
  [[nodiscard]] cqrs::layout::ListView<std::optional<Point>> maybe_points() const {
    return get<std::vector<std::optional<Point>>>(kMaybePoints);
  }
  [[nodiscard]] cqrs::layout::ListView<std::optional<Address>> maybe_addresses() const {
    return get<std::vector<std::optional<Address>>>(kMaybeAddresses);
  }
  [[nodiscard]] cqrs::layout::ListView<std::vector<std::int16_t>> rows() const {
    return get<std::vector<std::vector<std::int16_t>>>(kRows);
  }
  [[nodiscard]] cqrs::layout::ListView<std::vector<std::string>> pages() const {
    return get<std::vector<std::vector<std::string>>>(kPages);
  }
  [[nodiscard]] cqrs::layout::ListView<Optionals> deep() const { return get<std::vector<Optionals>>(kDeep); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("flags", kFlags, x.flags);
    io("numbers", kNumbers, x.numbers);
    io("texts", kTexts, x.texts);
    io("colors", kColors, x.colors);
    io("keys", kKeys, x.keys);
    io("points", kPoints, x.points);
    io("addresses", kAddresses, x.addresses);
    io("empties", kEmpties, x.empties);
    io("maybe_numbers", kMaybeNumbers, x.maybe_numbers);
    io("maybe_texts", kMaybeTexts, x.maybe_texts);
    io("maybe_points", kMaybePoints, x.maybe_points);
    io("maybe_addresses", kMaybeAddresses, x.maybe_addresses);
    io("rows", kRows, x.rows);
    io("pages", kPages, x.pages);
    io("deep", kDeep, x.deep);
  }
};

class FlatListsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 11};
  static constexpr Field kFlags{.end = 0};
  static constexpr Field kNumbers{.end = 1};
  static constexpr Field kTexts{.end = 2};
  static constexpr Field kColors{.end = 3};
  static constexpr Field kKeys{.end = 4};
  static constexpr Field kPoints{.end = 5};
  static constexpr Field kAddresses{.end = 6};
  static constexpr Field kEmpties{.end = 7};
  static constexpr Field kMaybeNumbers{.end = 8};
  static constexpr Field kMaybeTexts{.end = 9};
  static constexpr Field kMaybePoints{.end = 10};

  using View::View;
  [[nodiscard]] cqrs::layout::ListView<bool> flags() const { return get<std::vector<bool>>(kFlags); }
  [[nodiscard]] cqrs::layout::ListView<std::int32_t> numbers() const {
    return get<std::vector<std::int32_t>>(kNumbers);
  }
  [[nodiscard]] cqrs::layout::ListView<std::string> texts() const { return get<std::vector<std::string>>(kTexts); }
  [[nodiscard]] cqrs::layout::ListView<Color> colors() const { return get<std::vector<Color>>(kColors); }
  [[nodiscard]] cqrs::layout::ListView<Key> keys() const { return get<std::vector<Key>>(kKeys); }
  [[nodiscard]] cqrs::layout::ListView<Point> points() const { return get<std::vector<Point>>(kPoints); }
  [[nodiscard]] cqrs::layout::ListView<Address> addresses() const { return get<std::vector<Address>>(kAddresses); }
  [[nodiscard]] cqrs::layout::ListView<Empty> empties() const { return get<std::vector<Empty>>(kEmpties); }
  [[nodiscard]] cqrs::layout::ListView<std::optional<std::int32_t>> maybe_numbers() const {
    return get<std::vector<std::optional<std::int32_t>>>(kMaybeNumbers);
  }
  [[nodiscard]] cqrs::layout::ListView<std::optional<std::string>> maybe_texts() const {
    return get<std::vector<std::optional<std::string>>>(kMaybeTexts);
  }
  [[nodiscard]] cqrs::layout::ListView<std::optional<Point>> maybe_points() const {
    return get<std::vector<std::optional<Point>>>(kMaybePoints);
  }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("flags", kFlags, x.flags);
    io("numbers", kNumbers, x.numbers);
    io("texts", kTexts, x.texts);
    io("colors", kColors, x.colors);
    io("keys", kKeys, x.keys);
    io("points", kPoints, x.points);
    io("addresses", kAddresses, x.addresses);
    io("empties", kEmpties, x.empties);
    io("maybe_numbers", kMaybeNumbers, x.maybe_numbers);
    io("maybe_texts", kMaybeTexts, x.maybe_texts);
    io("maybe_points", kMaybePoints, x.maybe_points);
  }
};

class ChoiceNothingView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 0};

  using View::View;

  template <class Io, class X>
  static constexpr void fields(Io&, X&) {}
};

class ChoiceNumberView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 5, .ends = 0};
  static constexpr Field kFlag{.offset = 0};
  static constexpr Field kValue{.offset = 1};

  using View::View;
  [[nodiscard]] bool flag() const { return get<bool>(kFlag); }
  [[nodiscard]] std::int32_t value() const { return get<std::int32_t>(kValue); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("flag", kFlag, x.flag);
    io("value", kValue, x.value);
  }
};

class ChoiceWordsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 1, .ends = 2};
  static constexpr Field kText{.end = 0};
  static constexpr Field kMore{.end = 1, .bit = 0};

  using View::View;
  [[nodiscard]] std::string_view text() const { return get<std::string>(kText); }
  [[nodiscard]] std::optional<std::string_view> more() const { return get<std::optional<std::string>>(kMore); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("text", kText, x.text);
    io("more", kMore, x.more);
  }
};

class ChoicePlaceView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 3, .ends = 1};
  static constexpr Field kAddress{.end = 0, .bit = 0};
  static constexpr Field kColor{.offset = 1};

  using View::View;
  [[nodiscard]] std::optional<AddressView> address() const { return get<std::optional<Address>>(kAddress); }
  [[nodiscard]] Color color() const { return get<Color>(kColor); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("address", kAddress, x.address);
    io("color", kColor, x.color);
  }
};

class PairBothView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 2};
  static constexpr Field kLeft{.end = 0};
  static constexpr Field kRight{.end = 1};

  using View::View;
  [[nodiscard]] cqrs::layout::UnionView<Choice> left() const { return get<Choice>(kLeft); }
  [[nodiscard]] cqrs::layout::ListView<Choice> right() const { return get<std::vector<Choice>>(kRight); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("left", kLeft, x.left);
    io("right", kRight, x.right);
  }
};

class ChoicesView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 2, .ends = 5};
  static constexpr Field kOne{.end = 0};
  static constexpr Field kBetween{.offset = 1};
  static constexpr Field kMaybe{.end = 1, .bit = 0};
  static constexpr Field kMany{.end = 2};
  static constexpr Field kMaybeMany{.end = 3};
  static constexpr Field kPair{.end = 4};

  using View::View;
  [[nodiscard]] cqrs::layout::UnionView<Choice> one() const { return get<Choice>(kOne); }
  [[nodiscard]] std::uint8_t between() const { return get<std::uint8_t>(kBetween); }
  [[nodiscard]] std::optional<cqrs::layout::UnionView<Choice>> maybe() const {
    return get<std::optional<Choice>>(kMaybe);
  }
  [[nodiscard]] cqrs::layout::ListView<Choice> many() const { return get<std::vector<Choice>>(kMany); }
  [[nodiscard]] cqrs::layout::ListView<std::optional<Choice>> maybe_many() const {
    return get<std::vector<std::optional<Choice>>>(kMaybeMany);
  }
  [[nodiscard]] cqrs::layout::UnionView<Pair> pair() const { return get<Pair>(kPair); }

  template <class Io, class X>
  static constexpr void fields(Io& io, X& x) {
    io("one", kOne, x.one);
    io("between", kBetween, x.between);
    io("maybe", kMaybe, x.maybe);
    io("many", kMany, x.many);
    io("maybe_many", kMaybeMany, x.maybe_many);
    io("pair", kPair, x.pair);
  }
};

}  // namespace everything
