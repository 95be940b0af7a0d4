#pragma once

#include "everything.hpp"

namespace everything {
class EmptyView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 0};

  using View::View;
};

template <class Io>
constexpr void fields(Io&, cqrs::Type<Empty>) {}

class PointView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 7, .ends = 0};
  static constexpr Field kX{.offset = 1};
  static constexpr Field kY{.offset = 3, .bit = 0};

  using View::View;
  [[nodiscard]] std::int16_t x() const { return get<std::int16_t>(kX); }
  [[nodiscard]] std::optional<std::int32_t> y() const { return get<std::optional<std::int32_t>>(kY); }
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Point>) {
  io("x", PointView::kX, &Point::x);
  io("y", PointView::kY, &Point::y);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Address>) {
  io("street", AddressView::kStreet, &Address::street);
  io("town", AddressView::kTown, &Address::town);
  io("zip", AddressView::kZip, &Address::zip);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Scalars>) {
  io("flag", ScalarsView::kFlag, &Scalars::flag);
  io("i8", ScalarsView::kI8, &Scalars::i8);
  io("i16", ScalarsView::kI16, &Scalars::i16);
  io("i32", ScalarsView::kI32, &Scalars::i32);
  io("i64", ScalarsView::kI64, &Scalars::i64);
  io("u8", ScalarsView::kU8, &Scalars::u8);
  io("u16", ScalarsView::kU16, &Scalars::u16);
  io("u32", ScalarsView::kU32, &Scalars::u32);
  io("u64", ScalarsView::kU64, &Scalars::u64);
  io("f32", ScalarsView::kF32, &Scalars::f32);
  io("f64", ScalarsView::kF64, &Scalars::f64);
  io("money", ScalarsView::kMoney, &Scalars::money);
  io("large", ScalarsView::kLarge, &Scalars::large);
  io("fraction", ScalarsView::kFraction, &Scalars::fraction);
  io("uuid", ScalarsView::kUuid, &Scalars::uuid);
  io("instant", ScalarsView::kInstant, &Scalars::instant);
  io("color", ScalarsView::kColor, &Scalars::color);
  io("number", ScalarsView::kNumber, &Scalars::number);
  io("key", ScalarsView::kKey, &Scalars::key);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Nested>) {
  io("before", NestedView::kBefore, &Nested::before);
  io("point", NestedView::kPoint, &Nested::point);
  io("address", NestedView::kAddress, &Nested::address);
  io("blob", NestedView::kBlob, &Nested::blob);
  io("code", NestedView::kCode, &Nested::code);
  io("nothing", NestedView::kNothing, &Nested::nothing);
  io("after", NestedView::kAfter, &Nested::after);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Optionals>) {
  io("flag", OptionalsView::kFlag, &Optionals::flag);
  io("money", OptionalsView::kMoney, &Optionals::money);
  io("text", OptionalsView::kText, &Optionals::text);
  io("blob", OptionalsView::kBlob, &Optionals::blob);
  io("key", OptionalsView::kKey, &Optionals::key);
  io("code", OptionalsView::kCode, &Optionals::code);
  io("point", OptionalsView::kPoint, &Optionals::point);
  io("address", OptionalsView::kAddress, &Optionals::address);
  io("list", OptionalsView::kList, &Optionals::list);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Times>) {
  io("date", TimesView::kDate, &Times::date);
  io("duration", TimesView::kDuration, &Times::duration);
  io("maybe_date", TimesView::kMaybeDate, &Times::maybe_date);
  io("dates", TimesView::kDates, &Times::dates);
  io("maybe_durations", TimesView::kMaybeDurations, &Times::maybe_durations);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Collections>) {
  io("numbers", CollectionsView::kNumbers, &Collections::numbers);
  io("texts", CollectionsView::kTexts, &Collections::texts);
  io("codes", CollectionsView::kCodes, &Collections::codes);
  io("blobs", CollectionsView::kBlobs, &Collections::blobs);
  io("colors", CollectionsView::kColors, &Collections::colors);
  io("amounts", CollectionsView::kAmounts, &Collections::amounts);
  io("ids", CollectionsView::kIds, &Collections::ids);
  io("counts", CollectionsView::kCounts, &Collections::counts);
  io("homes", CollectionsView::kHomes, &Collections::homes);
  io("names", CollectionsView::kNames, &Collections::names);
  io("days", CollectionsView::kDays, &Collections::days);
  io("prices", CollectionsView::kPrices, &Collections::prices);
  io("hues", CollectionsView::kHues, &Collections::hues);
  io("waits", CollectionsView::kWaits, &Collections::waits);
  io("choices", CollectionsView::kChoices, &Collections::choices);
  io("maybe", CollectionsView::kMaybe, &Collections::maybe);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Lists>) {
  io("flags", ListsView::kFlags, &Lists::flags);
  io("numbers", ListsView::kNumbers, &Lists::numbers);
  io("texts", ListsView::kTexts, &Lists::texts);
  io("colors", ListsView::kColors, &Lists::colors);
  io("keys", ListsView::kKeys, &Lists::keys);
  io("points", ListsView::kPoints, &Lists::points);
  io("addresses", ListsView::kAddresses, &Lists::addresses);
  io("empties", ListsView::kEmpties, &Lists::empties);
  io("maybe_numbers", ListsView::kMaybeNumbers, &Lists::maybe_numbers);
  io("maybe_texts", ListsView::kMaybeTexts, &Lists::maybe_texts);
  io("maybe_points", ListsView::kMaybePoints, &Lists::maybe_points);
  io("maybe_addresses", ListsView::kMaybeAddresses, &Lists::maybe_addresses);
  io("rows", ListsView::kRows, &Lists::rows);
  io("pages", ListsView::kPages, &Lists::pages);
  io("deep", ListsView::kDeep, &Lists::deep);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<FlatLists>) {
  io("flags", FlatListsView::kFlags, &FlatLists::flags);
  io("numbers", FlatListsView::kNumbers, &FlatLists::numbers);
  io("texts", FlatListsView::kTexts, &FlatLists::texts);
  io("colors", FlatListsView::kColors, &FlatLists::colors);
  io("keys", FlatListsView::kKeys, &FlatLists::keys);
  io("points", FlatListsView::kPoints, &FlatLists::points);
  io("addresses", FlatListsView::kAddresses, &FlatLists::addresses);
  io("empties", FlatListsView::kEmpties, &FlatLists::empties);
  io("maybe_numbers", FlatListsView::kMaybeNumbers, &FlatLists::maybe_numbers);
  io("maybe_texts", FlatListsView::kMaybeTexts, &FlatLists::maybe_texts);
  io("maybe_points", FlatListsView::kMaybePoints, &FlatLists::maybe_points);
}

class ChoiceNothingView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 0};

  using View::View;
};

template <class Io>
constexpr void fields(Io&, cqrs::Type<ChoiceNothing>) {}

class ChoiceNumberView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 5, .ends = 0};
  static constexpr Field kFlag{.offset = 0};
  static constexpr Field kValue{.offset = 1};

  using View::View;
  [[nodiscard]] bool flag() const { return get<bool>(kFlag); }
  [[nodiscard]] std::int32_t value() const { return get<std::int32_t>(kValue); }
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<ChoiceNumber>) {
  io("flag", ChoiceNumberView::kFlag, &ChoiceNumber::flag);
  io("value", ChoiceNumberView::kValue, &ChoiceNumber::value);
}

class ChoiceWordsView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 1, .ends = 2};
  static constexpr Field kText{.end = 0};
  static constexpr Field kMore{.end = 1, .bit = 0};

  using View::View;
  [[nodiscard]] std::string_view text() const { return get<std::string>(kText); }
  [[nodiscard]] std::optional<std::string_view> more() const { return get<std::optional<std::string>>(kMore); }
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<ChoiceWords>) {
  io("text", ChoiceWordsView::kText, &ChoiceWords::text);
  io("more", ChoiceWordsView::kMore, &ChoiceWords::more);
}

class ChoicePlaceView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 3, .ends = 1};
  static constexpr Field kAddress{.end = 0, .bit = 0};
  static constexpr Field kColor{.offset = 1};

  using View::View;
  [[nodiscard]] std::optional<AddressView> address() const { return get<std::optional<Address>>(kAddress); }
  [[nodiscard]] Color color() const { return get<Color>(kColor); }
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<ChoicePlace>) {
  io("address", ChoicePlaceView::kAddress, &ChoicePlace::address);
  io("color", ChoicePlaceView::kColor, &ChoicePlace::color);
}

class PairBothView : public cqrs::layout::View {
 public:
  static constexpr Shape kShape{.fixed = 0, .ends = 2};
  static constexpr Field kLeft{.end = 0};
  static constexpr Field kRight{.end = 1};

  using View::View;
  [[nodiscard]] cqrs::layout::UnionView<Choice> left() const { return get<Choice>(kLeft); }
  [[nodiscard]] cqrs::layout::ListView<Choice> right() const { return get<std::vector<Choice>>(kRight); }
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<PairBoth>) {
  io("left", PairBothView::kLeft, &PairBoth::left);
  io("right", PairBothView::kRight, &PairBoth::right);
}

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
};

template <class Io>
constexpr void fields(Io& io, cqrs::Type<Choices>) {
  io("one", ChoicesView::kOne, &Choices::one);
  io("between", ChoicesView::kBetween, &Choices::between);
  io("maybe", ChoicesView::kMaybe, &Choices::maybe);
  io("many", ChoicesView::kMany, &Choices::many);
  io("maybe_many", ChoicesView::kMaybeMany, &Choices::maybe_many);
  io("pair", ChoicesView::kPair, &Choices::pair);
}

}  // namespace everything
