#pragma once

#include <cqrs/generated.hpp>
#include <cqrs/layout.hpp>
#include <cqrs/text.hpp>

// One type for every kind of field that a layout can have, written as the compiler would write them.

namespace everything {

using cqrs::layout::Field;
using cqrs::layout::Shape;

struct Number : cqrs::Id<Number, std::int32_t> {
  using Id::Id;
};
struct Code : cqrs::Id<Code, std::string> {
  using Id::Id;
};
struct Key : cqrs::Id<Key> {
  using Id::Id;
};

enum class Color : std::uint16_t { red = 1, green = 2, blue = 300 };
std::string_view enum_name(Color value) noexcept;
bool enum_from_name(std::string_view name, Color& value) noexcept;

struct Empty {
  using View = class EmptyView;
  friend bool operator==(const Empty&, const Empty&) = default;
};

/// Fixed, with a presence bit of its own.
struct Point {
  std::int16_t x{};
  std::optional<std::int32_t> y{};

  using View = class PointView;
  friend bool operator==(const Point&, const Point&) = default;
};

/// Of variable size, with a presence bit of its own.
struct Address {
  std::string street{};
  std::optional<std::string> town{};
  std::uint32_t zip{};

  using View = class AddressView;
  friend bool operator==(const Address&, const Address&) = default;
};

struct Scalars {
  bool flag{};
  std::int8_t i8{};
  std::int16_t i16{};
  std::int32_t i32{};
  std::int64_t i64{};
  std::uint8_t u8{};
  std::uint16_t u16{};
  std::uint32_t u32{};
  std::uint64_t u64{};
  float f32{};
  double f64{};
  cqrs::Decimal<18, 2> money{};
  cqrs::Decimal<38, 10> large{};
  cqrs::Decimal<5, 5> fraction{};
  cqrs::Uuid uuid{};
  cqrs::Instant instant{};
  Color color{};
  Number number{};
  Key key{};

  using View = class ScalarsView;
  friend bool operator==(const Scalars&, const Scalars&) = default;
};

/// Nested values, text and bytes, side by side.
struct Nested {
  std::string before{};
  Point point{};
  Address address{};
  cqrs::Buffer blob{};
  Code code{};
  Empty nothing{};
  std::uint8_t after{};

  using View = class NestedView;
  friend bool operator==(const Nested&, const Nested&) = default;
};

/// Every kind of optional; nine of them, so that the presence bits take two bytes.
struct Optionals {
  std::optional<bool> flag{};
  std::optional<cqrs::Decimal<18, 2>> money{};
  std::optional<std::string> text{};
  std::optional<cqrs::Buffer> blob{};
  std::optional<Key> key{};
  std::optional<Code> code{};
  std::optional<Point> point{};
  std::optional<Address> address{};
  std::optional<std::vector<std::string>> list{};

  using View = class OptionalsView;
  friend bool operator==(const Optionals&, const Optionals&) = default;
};

/// Days and lengths of time.
struct Times {
  cqrs::Date date{};
  cqrs::Duration duration{};
  std::optional<cqrs::Date> maybe_date{};
  std::vector<cqrs::Date> dates{};
  std::vector<std::optional<cqrs::Duration>> maybe_durations{};

  using View = class TimesView;
  friend bool operator==(const Times&, const Times&) = default;
};

/// Every kind of element.
struct Lists {
  std::vector<bool> flags{};
  std::vector<std::int32_t> numbers{};
  std::vector<std::string> texts{};
  std::vector<Color> colors{};
  std::vector<Key> keys{};
  std::vector<Point> points{};
  std::vector<Address> addresses{};
  std::vector<Empty> empties{};
  std::vector<std::optional<std::int32_t>> maybe_numbers{};
  std::vector<std::optional<std::string>> maybe_texts{};
  std::vector<std::optional<Point>> maybe_points{};
  std::vector<std::optional<Address>> maybe_addresses{};
  std::vector<std::vector<std::int16_t>> rows{};
  std::vector<std::vector<std::string>> pages{};
  std::vector<Optionals> deep{};

  using View = class ListsView;
  friend bool operator==(const Lists&, const Lists&) = default;
};

/// Elements that hold no lists: the straight validator takes these.
struct FlatLists {
  std::vector<bool> flags{};
  std::vector<std::int32_t> numbers{};
  std::vector<std::string> texts{};
  std::vector<Color> colors{};
  std::vector<Key> keys{};
  std::vector<Point> points{};
  std::vector<Address> addresses{};
  std::vector<Empty> empties{};
  std::vector<std::optional<std::int32_t>> maybe_numbers{};
  std::vector<std::optional<std::string>> maybe_texts{};
  std::vector<std::optional<Point>> maybe_points{};

  using View = class FlatListsView;
  friend bool operator==(const FlatLists&, const FlatLists&) = default;
};

/// Sets and maps of every kind of key.
struct Collections {
  cqrs::Set<std::int32_t> numbers{};
  cqrs::Set<std::string> texts{};
  cqrs::Set<Code> codes{};
  cqrs::Set<cqrs::Buffer> blobs{};
  cqrs::Set<Color> colors{};
  cqrs::Set<cqrs::Decimal<38, 10>> amounts{};
  cqrs::Set<Key> ids{};
  cqrs::Map<std::string, std::uint16_t> counts{};
  cqrs::Map<Key, Address> homes{};
  cqrs::Map<Number, std::optional<std::string>> names{};
  cqrs::Map<cqrs::Date, cqrs::Set<std::string>> days{};
  cqrs::Map<cqrs::Decimal<18, 2>, std::vector<bool>> prices{};
  cqrs::Map<Color, Empty> hues{};
  cqrs::Map<cqrs::Duration, std::optional<Point>> waits{};
  cqrs::Map<Code, cqrs::Map<std::uint64_t, cqrs::Instant>> choices{};
  std::optional<cqrs::Set<std::int64_t>> maybe{};

  using View = class CollectionsView;
  friend bool operator==(const Collections&, const Collections&) = default;
};

class ChoiceNothingView;
class ChoiceNumberView;
class ChoiceWordsView;
class ChoicePlaceView;
class PairBothView;
class ChoicesView;

struct ChoiceNothing {
  static constexpr std::uint16_t kNumber = 1;
  static constexpr std::string_view kName = "Nothing";
  using View = ChoiceNothingView;
  friend bool operator==(const ChoiceNothing&, const ChoiceNothing&) = default;
};

struct ChoiceNumber {
  bool flag{};
  std::int32_t value{};

  static constexpr std::uint16_t kNumber = 2;
  static constexpr std::string_view kName = "Number";
  using View = ChoiceNumberView;
  friend bool operator==(const ChoiceNumber&, const ChoiceNumber&) = default;
};

struct ChoiceWords {
  std::string text{};
  std::optional<std::string> more{};

  static constexpr std::uint16_t kNumber = 300;
  static constexpr std::string_view kName = "Words";
  using View = ChoiceWordsView;
  friend bool operator==(const ChoiceWords&, const ChoiceWords&) = default;
};

struct ChoicePlace {
  std::optional<Address> address{};
  Color color{};

  static constexpr std::uint16_t kNumber = 65535;
  static constexpr std::string_view kName = "Place";
  using View = ChoicePlaceView;
  friend bool operator==(const ChoicePlace&, const ChoicePlace&) = default;
};

/// A union of all that an alternative can be: without fields, of a fixed size, of a size that varies.
struct Choice : cqrs::Union<ChoiceNothing, ChoiceNumber, ChoiceWords, ChoicePlace> {
  using Nothing = ChoiceNothing;
  using Number = ChoiceNumber;
  using Words = ChoiceWords;
  using Place = ChoicePlace;

  using Union::Union;
  friend bool operator==(const Choice&, const Choice&) = default;
};

struct PairBoth {
  Choice left{};
  std::vector<Choice> right{};

  static constexpr std::uint16_t kNumber = 7;
  static constexpr std::string_view kName = "Both";
  using View = PairBothView;
  friend bool operator==(const PairBoth&, const PairBoth&) = default;
};

/// A union of unions.
struct Pair : cqrs::Union<PairBoth> {
  using Both = PairBoth;

  using Union::Union;
  friend bool operator==(const Pair&, const Pair&) = default;
};

struct Choices {
  Choice one{};
  std::uint8_t between{};
  std::optional<Choice> maybe{};
  std::vector<Choice> many{};
  std::vector<std::optional<Choice>> maybe_many{};
  Pair pair{};

  using View = ChoicesView;
  friend bool operator==(const Choices&, const Choices&) = default;
};

void write_json(cqrs::JsonWriter& out, const Empty& value);
bool read_json(cqrs::JsonReader& in, Empty& value);
void print(cqrs::Printer& out, const Empty& value);
void write_json(cqrs::JsonWriter& out, const Point& value);
bool read_json(cqrs::JsonReader& in, Point& value);
void print(cqrs::Printer& out, const Point& value);
void write_json(cqrs::JsonWriter& out, const Address& value);
bool read_json(cqrs::JsonReader& in, Address& value);
void print(cqrs::Printer& out, const Address& value);
void write_json(cqrs::JsonWriter& out, const Scalars& value);
bool read_json(cqrs::JsonReader& in, Scalars& value);
void print(cqrs::Printer& out, const Scalars& value);
void write_json(cqrs::JsonWriter& out, const Nested& value);
bool read_json(cqrs::JsonReader& in, Nested& value);
void print(cqrs::Printer& out, const Nested& value);
void write_json(cqrs::JsonWriter& out, const Optionals& value);
bool read_json(cqrs::JsonReader& in, Optionals& value);
void print(cqrs::Printer& out, const Optionals& value);
void write_json(cqrs::JsonWriter& out, const Collections& value);
bool read_json(cqrs::JsonReader& in, Collections& value);
void print(cqrs::Printer& out, const Collections& value);
void write_json(cqrs::JsonWriter& out, const Times& value);
bool read_json(cqrs::JsonReader& in, Times& value);
void print(cqrs::Printer& out, const Times& value);
void write_json(cqrs::JsonWriter& out, const FlatLists& value);
bool read_json(cqrs::JsonReader& in, FlatLists& value);
void print(cqrs::Printer& out, const FlatLists& value);
void write_json(cqrs::JsonWriter& out, const Lists& value);
bool read_json(cqrs::JsonReader& in, Lists& value);
void print(cqrs::Printer& out, const Lists& value);
void write_json(cqrs::JsonWriter& out, const Choice& value);
bool read_json(cqrs::JsonReader& in, Choice& value);
void print(cqrs::Printer& out, const Choice& value);
void write_json(cqrs::JsonWriter& out, const Pair& value);
bool read_json(cqrs::JsonReader& in, Pair& value);
void print(cqrs::Printer& out, const Pair& value);
void write_json(cqrs::JsonWriter& out, const Choices& value);
bool read_json(cqrs::JsonReader& in, Choices& value);
void print(cqrs::Printer& out, const Choices& value);

using cqrs::operator<<;

}  // namespace everything
