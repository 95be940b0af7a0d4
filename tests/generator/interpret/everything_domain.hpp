// tests/runtime/codec/everything.hpp as a domain: the same layouts, for whoever reads them from the Model.
#pragma once

#include <stdexcept>

#include "../sema/run_analysis.hpp"

namespace cqrsc::interpret {

inline constexpr const char* kEverything = R"(context everything
id Number = int32
id Code = string
id Key
enum Color { red = 1  green = 2  blue = 300 }
value Empty { }
value Point { x: int16  y: int32? }
value Address { street: string  town: string?  zip: uint32 }
value Scalars {
  flag: bool  i8: int8  i16: int16  i32: int32  i64: int64  u8: uint8  u16: uint16  u32: uint32  u64: uint64
  f32: float32  f64: float64  money: decimal(18, 2)  large: decimal(38, 10)  fraction: decimal(5, 5)
  uuid: uuid  instant: instant  color: Color  number: Number  key: Key
}
value Nested { before: string  point: Point  address: Address  blob: bytes  code: Code  `nothing`: Empty  after: uint8 }
value Optionals {
  flag: bool?  money: decimal(18, 2)?  text: string?  blob: bytes?  key: Key?  code: Code?  point: Point?
  address: Address?  list: list<string>?
}
union Choice {
  Nothing = 1 { }
  Number = 2 { flag: bool  value: int32 }
  Words = 300 { text: string  more: string? }
  Place = 65535 { address: Address?  color: Color }
}
union Pair { Both = 7 { left: Choice  right: list<Choice> } }
value Choices {
  one: Choice  between: uint8  maybe: Choice?  many: list<Choice>  maybe_many: list<Choice?>  pair: Pair
}
value Lists {
  flags: list<bool>  numbers: list<int32>  texts: list<string>  colors: list<Color>  keys: list<Key>
  points: list<Point>  addresses: list<Address>  empties: list<Empty>  maybe_numbers: list<int32?>
  maybe_texts: list<string?>  maybe_points: list<Point?>  maybe_addresses: list<Address?>
  rows: list<list<int16>>  pages: list<list<string>>  deep: list<Optionals>
}
)";

/// `date: date  duration: duration  maybe_date: date?  dates: list<date>  maybe_durations: list<duration?>`: made by
/// hand, because the compiler does not take these types yet.
inline const std::deque<model::Field>& times_fields() {
  using model::Type;
  using model::TypeKind;
  static const Type kDate{.kind = TypeKind::Date};
  static const Type kDuration{.kind = TypeKind::Duration};
  static const Type kMaybeDate{.kind = TypeKind::Optional, .element = &kDate};
  static const Type kDates{.kind = TypeKind::List, .element = &kDate};
  static const Type kMaybeDuration{.kind = TypeKind::Optional, .element = &kDuration};
  static const Type kMaybeDurations{.kind = TypeKind::List, .element = &kMaybeDuration};
  static const std::deque<model::Field> kFields = [] {
    std::deque<model::Field> fields;
    const auto add = [&](const char* name, const Type& type) {
      model::Field& field = fields.emplace_back();
      field.name = name;
      field.type = &type;
      field.index = static_cast<std::uint32_t>(fields.size() - 1);
    };
    add("date", kDate);
    add("duration", kDuration);
    add("maybe_date", kMaybeDate);
    add("dates", kDates);
    add("maybe_durations", kMaybeDurations);
    return fields;
  }();
  return kFields;
}

/// The Model of a domain, and of one of its values the fields.
struct Domain {
  explicit Domain(const std::string& text) : run({{"domain.cqrs", text}}) {}

  [[nodiscard]] const model::Model& model() const { return *run.model; }
  [[nodiscard]] const std::deque<model::Field>& value(const std::string& name) const {
    if (name == "Times") return times_fields();
    for (const model::Value& value : model().context().values) {
      if (value.name == name) return value.current().fields;
    }
    throw std::invalid_argument("no value " + name);
  }

  AnalysisRun run;
};

}  // namespace cqrsc::interpret
