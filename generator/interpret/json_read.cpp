#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "interpret/codec.hpp"
#include "interpret/json.hpp"
#include "interpret/json_text.hpp"
#include "interpret/text_forms.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::Type;
using model::TypeKind;

namespace {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  Record read(const std::deque<model::Field>& fields) {
    Record record = object(fields);
    if (!text_.failed()) text_.at_end();
    return record;
  }

  [[nodiscard]] const std::string& failure() const { return text_.failure(); }

 private:
  using Fields = std::deque<model::Field>;

  /// `tag`: a key that has been read already, and is passed over.
  Record object(const Fields& fields, const char* tag = nullptr) {
    Record record{std::vector<Value>(fields.size())};
    std::vector<bool> seen(fields.size(), false);
    bool tagged = false;
    if (!text_.expect('{')) return record;
    for (bool first = true; !text_.failed() && !text_.skip('}'); first = false) {
      if (!first && !text_.expect(',')) break;
      const auto key = text_.string();
      if (!key) break;
      const JsonText::Step step(text_, "." + *key);
      if (!text_.expect(':')) break;
      if (tag == nullptr || *key != tag) {
        member(fields, *key, seen, record);
      } else {
        if (tagged) text_.fail("the field is given twice");
        tagged = true;
        (void)text_.string();
      }
    }
    if (!text_.failed()) finish(fields, seen);
    return record;
  }

  Value union_case(const Type& type) {
    const auto name = text_.peek("type");
    if (!name) {
      text_.fail("the alternative is missing: \"type\"");
      return {};
    }
    for (const model::Alternative& alternative : type.union_version->alternatives) {
      if (alternative.name == *name) return {UnionCase{alternative.number, object(alternative.fields, "type")}};
    }
    const JsonText::Step step(text_, ".type");
    text_.fail("\"" + *name + "\" is none of its alternatives");
    return {};
  }

  void member(const Fields& fields, const std::string& key, std::vector<bool>& seen, Record& record) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name != key) continue;
      if (seen[i]) {
        text_.fail("the field is given twice");
        return;
      }
      seen[i] = true;
      const Type& type = *fields[i].type;
      record.fields[i] = value(type.kind == TypeKind::Optional ? *type.element : type);
      return;
    }
    text_.fail("there is no such field");
  }

  void finish(const Fields& fields, const std::vector<bool>& seen) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (seen[i] || fields[i].type->kind == TypeKind::Optional) continue;
      const JsonText::Step step(text_, "." + fields[i].name);
      text_.fail("the field is missing");
    }
  }

  template <class Read>
  void elements(Read read) {
    if (!text_.expect('[')) return;
    for (std::size_t i = 0; !text_.failed() && !text_.skip(']'); ++i) {
      const JsonText::Step step(text_, "[" + std::to_string(i) + "]");
      if (i != 0 && !text_.expect(',')) return;
      read();
    }
  }

  Value element(const Type& type) {
    if (type.kind != TypeKind::Optional) return value(type);
    return text_.skip_word("null") ? Value{Absent{}} : value(*type.element);
  }

  Value list(const Type& type) {
    List list;
    elements([&] { list.elements.push_back(element(*type.element)); });
    if (type.kind == TypeKind::Set && !text_.failed()) {
      const std::size_t given = list.elements.size();
      sort_unique(list);
      if (list.elements.size() != given) text_.fail("an element is given twice");
    }
    return {std::move(list)};
  }

  Value map(const Type& type) {
    Map map;
    if (!text_.expect('{')) return {};
    for (bool first = true; !text_.failed() && !text_.skip('}'); first = false) {
      if (!first && !text_.expect(',')) break;
      MapEntry entry{key(*type.key), {}};
      if (text_.failed() || !text_.expect(':')) break;
      entry.value = element(*type.element);
      const std::size_t before = map.entries.size();
      if (!text_.failed()) insert_or_assign(map, std::move(entry));
      if (!text_.failed() && map.entries.size() == before) text_.fail("a key is given twice");
    }
    return {std::move(map)};
  }

  /// A key of a map: text, whatever else values of its type are.
  Value key(const Type& type) {
    const Type& base = type.kind == TypeKind::Id ? *type.id->base : type;
    if (model::is_integer(base)) {
      const auto number = text_.string();
      const auto found = number ? parse_decimal(*number, 38, 0) : std::nullopt;
      if (found && fits(base, *found)) return {*found};
      text_.fail("the key is no " + model::to_text(base));
      return {};
    }
    if (type.kind != TypeKind::Enum) return value(type);
    return parsed("name or number of the enum", [&](auto& text) -> std::optional<EnumNumber> {
      for (const model::EnumMember& member : type.enumeration->members) {
        if (member.name == text) return EnumNumber{member.number};
      }
      static const Type kNumber{.kind = TypeKind::UInt16};
      const auto number = parse_decimal(text, 38, 0);
      return number && fits(kNumber, *number) ? std::optional(EnumNumber{static_cast<std::uint16_t>(*number)})
                                              : std::nullopt;
    });
  }

  /// A string that `parse` makes something of.
  template <class Parse>
  Value parsed(const char* what, Parse parse) {
    const auto text = text_.string();
    if (!text) return {};
    auto found = parse(*text);
    if (found) return {std::move(*found)};
    text_.fail("\"" + *text + "\" is no " + what);
    return {};
  }

  Value value(const Type& type) {
    if (depth_ >= kMaxDepth * 4) {
      text_.fail("it is nested too deeply");
      return {};
    }
    ++depth_;
    Value read = read_value(type);
    --depth_;
    return read;
  }

  Value read_value(const Type& type) {
    switch (type.kind) {
      case TypeKind::Bool: return boolean();
      case TypeKind::Float32:
      case TypeKind::Float64: return floating(type);
      case TypeKind::Decimal:
        return parsed("decimal", [&](auto& text) { return parse_decimal(text, type.precision, type.scale); });
      case TypeKind::String:
        return parsed("text", [](auto& text) { return is_utf8(text) ? std::optional(text) : std::nullopt; });
      case TypeKind::Bytes:
        return parsed("base64", [](auto& text) -> std::optional<ByteString> {
          auto bytes = parse_base64(text);
          return bytes ? std::optional(ByteString{*bytes}) : std::nullopt;
        });
      case TypeKind::Uuid: return parsed("uuid", [](auto& text) { return parse_uuid(text); });
      case TypeKind::Instant: return parsed("instant", [](auto& text) { return parse_instant(text); });
      case TypeKind::Date: return parsed("date", [](auto& text) { return parse_date(text); });
      case TypeKind::Duration: return parsed("duration", [](auto& text) { return parse_duration(text); });
      case TypeKind::List:
      case TypeKind::Set: return list(type);
      case TypeKind::Map: return map(type);
      case TypeKind::Id: return value(*type.id->base);
      case TypeKind::Value: return {object(type.value->fields)};
      case TypeKind::Enum: return enumerated(*type.enumeration);
      case TypeKind::Union: return union_case(type);
      case TypeKind::Optional: return element(type);
      default: return integer(type);
    }
  }

  Value boolean() {
    if (text_.skip_word("true")) return {true};
    if (!text_.skip_word("false")) text_.fail("true or false is expected");
    return {false};
  }

  Value integer(const Type& type) {
    const auto token = text_.number();
    if (!token) return {};
    const auto number = parse_decimal(*token, 38, 0);
    if (!number || !fits(type, *number)) {
      text_.fail(std::string(*token) + " is no " + model::to_text(type));
      return {};
    }
    return {*number};
  }

  Value enumerated(const model::Enum& enumeration) {
    if (!text_.at('"')) {
      static const Type kNumber{.kind = TypeKind::UInt16};
      const Value number = integer(kNumber);
      return {
          EnumNumber{text_.failed() ? std::uint16_t{0} : static_cast<std::uint16_t>(std::get<Int128>(number.node))}};
    }
    return parsed("name of the enum", [&](auto& text) -> std::optional<EnumNumber> {
      for (const model::EnumMember& member : enumeration.members) {
        if (member.name == text) return EnumNumber{member.number};
      }
      return std::nullopt;
    });
  }

  Value floating(const Type& type) {
    if (text_.at('"')) {
      return parsed("number", [](auto& text) -> std::optional<double> {
        if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
        if (text == "Infinity") return std::numeric_limits<double>::infinity();
        return text == "-Infinity" ? std::optional(-std::numeric_limits<double>::infinity()) : std::nullopt;
      });
    }
    const auto token = text_.number();
    if (!token) return {};
    double number = 0;
    std::from_chars(token->data(), token->data() + token->size(), number);
    if (type.kind == TypeKind::Float32) number = static_cast<double>(static_cast<float>(number));
    return {number};
  }

  JsonText text_;
  int depth_ = 0;
};

}  // namespace

Result<Record> from_json(const std::deque<model::Field>& fields, std::string_view text) {
  JsonReader reader(text);
  Record record = reader.read(fields);
  if (!reader.failure().empty()) return tl::unexpected(Failure{reader.failure()});
  return record;
}

}  // namespace cqrsc::interpret
