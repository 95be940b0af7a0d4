#include <array>
#include <cctype>

#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {
namespace {

struct Foreign {
  std::string_view foreign;
  std::string_view own;
};

constexpr auto kTypes = std::to_array<Foreign>({
    {"String", "string"},
    {"str", "string"},
    {"text", "string"},
    {"varchar", "string"},
    {"VARCHAR", "string"},
    {"Text", "string"},
    {"int", "int32"},
    {"Int", "int32"},
    {"integer", "int32"},
    {"Integer", "int32"},
    {"INTEGER", "int32"},
    {"short", "int16"},
    {"long", "int64"},
    {"Long", "int64"},
    {"bigint", "int64"},
    {"BIGINT", "int64"},
    {"byte", "uint8"},
    {"float", "float32"},
    {"double", "float64"},
    {"Double", "float64"},
    {"boolean", "bool"},
    {"Boolean", "bool"},
    {"Bool", "bool"},
    {"BigDecimal", "decimal(18, 2)"},
    {"Decimal", "decimal(18, 2)"},
    {"numeric", "decimal(18, 2)"},
    {"money", "decimal(18, 2)"},
    {"datetime", "instant"},
    {"DateTime", "instant"},
    {"timestamp", "instant"},
    {"Timestamp", "instant"},
    {"Instant", "instant"},
    {"LocalDate", "date"},
    {"Date", "date"},
    {"Duration", "duration"},
    {"UUID", "uuid"},
    {"Uuid", "uuid"},
    {"guid", "uuid"},
    {"Guid", "uuid"},
    {"List", "list"},
    {"Set", "set"},
    {"Map", "map"},
    {"array", "list"},
    {"Array", "list"},
    {"vector", "list"},
    {"dict", "map"},
    {"Dictionary", "map"},
});

constexpr auto kOwnTypes =
    std::to_array<std::string_view>({"string", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
                                     "uint64", "float32", "float64", "bytes", "uuid", "instant", "date", "duration"});

bool looks_like_type(std::string_view word) {
  if (!word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0) return true;
  for (const std::string_view own : kOwnTypes) {
    if (own == word) return true;
  }
  return !own_type(word).empty();
}

}  // namespace

std::string_view own_type(std::string_view foreign) {
  for (const Foreign& f : kTypes) {
    if (f.foreign == foreign) return f.own;
  }
  return {};
}

bool SlipFinder::in_fields() const {
  // owner? : string
  const bool in_field = within({Parser::RuleField, Parser::RuleParameter});
  if (type(0) == Parser::QUESTION && expects(Parser::COLON) && in_field) {
    reporter_.report(kQuestionAfterName, span(0))
        .help("write it after the type: `" + text(-1) + ": Type?`", span(0), "");
    return true;
  }
  // owner = string
  if (type(0) == Parser::ASSIGN && expects(Parser::COLON) && in_field) {
    reporter_.report(kFieldWithoutColon, span(0)).help("write `:`", span(-1).after().to(span(0)), ":");
    return true;
  }
  // { owner: "Ada" }
  if (type(0) == Parser::COLON && type(1) != Parser::ASSIGN && expects(Parser::ASSIGN) && !expects(Parser::COLON) &&
      is_word(-1)) {
    reporter_.report(kValueWithColon, span(0)).help("write `=`", span(0), touches(0) ? " =" : "=");
    return true;
  }
  return type_before_name() || missing_type() || foreign_type();
}

// string owner
bool SlipFinder::type_before_name() const {
  const bool fields = within({Parser::RuleField, Parser::RuleCommandItem, Parser::RuleParameter});
  if (!fields || !expects(Parser::COLON) || !is_word(0) || !is_word(-1) || starts_line(0)) return false;
  if (foreign_word()) return true;
  const std::string first = text(-1);
  if (!looks_like_type(first)) {
    reporter_.report(kFieldWithoutColon, span(0)).help("write `:`", span(-1).after(), ":");
    return true;
  }
  const std::string_view own = own_type(first);
  const std::string written = text(0) + ": " + (own.empty() ? first : std::string(own));
  reporter_.report(kTypeBeforeName, span(-1).to(span(0)), text(0))
      .help("write `" + written + "`", span(-1).to(span(0)), written);
  return true;
}

bool SlipFinder::missing_type() const {
  // owner:   and then the next line, or the end
  if (type(-1) == Parser::COLON && expects(Parser::LIST) && is_word(-2)) {
    const bool over =
        starts_line(0) || type(0) == Parser::RBRACE || type(0) == Parser::COMMA || type(0) == Parser::ASSIGN;
    if (over) {
      reporter_.report(kFieldWithoutType, span(-2), text(-2)).help("write it after the colon");
      return true;
    }
  }
  // a name alone on its line; the type of the next field was taken for its own
  if (type(0) == Parser::COLON && is_word(-1) && starts_line(-1) && type(-2) == Parser::COLON && is_word(-3)) {
    reporter_.report(kFieldWithoutType, span(-3), text(-3)).help("write it after the colon");
    return true;
  }
  const bool fields = within({Parser::RuleField, Parser::RuleCommandItem});
  if (fields && expects(Parser::COLON) && is_name(-1) && (starts_line(0) || type(0) == Parser::RBRACE)) {
    reporter_.report(kFieldWithoutType, span(-1), text(-1)).help("write `" + text(-1) + ": ` and its type");
    return true;
  }
  return false;
}

bool SlipFinder::foreign_type() const {
  // decimal
  if (type(-1) == Parser::DECIMAL && expects(Parser::LPAREN)) {
    reporter_.report(kForeignType, span(-1), "decimal")
        .note("a decimal says how many digits it has, and how many of them after the point")
        .help("write, for amounts of money", span(-1), "decimal(18, 2)");
    return true;
  }
  const bool of_field =
      within({Parser::RuleField, Parser::RuleParameter, Parser::RuleExternFunction}) || expects_item();
  // string[]
  if (type(0) == Parser::LBRACKET && type(1) == Parser::RBRACKET && type(-1) == Parser::IDENTIFIER && of_field) {
    const Span whole = span(-1).to(span(1));
    reporter_.report(kForeignType, whole, text(-1) + "[]")
        .help("write `list<" + text(-1) + ">`", whole, "list<" + text(-1) + ">");
    return true;
  }
  // List<string>
  if (type(0) == Parser::LESS && type(-1) == Parser::IDENTIFIER && of_field) {
    const std::string_view own = own_type(text(-1));
    auto& report = reporter_.report(kForeignType, span(-1), text(-1) + "<");
    if (own == "list" || own == "set" || own == "map") {
      report.help("write `" + std::string(own) + "`", span(-1), std::string(own));
    } else {
      report.note("types that hold others are `list<T>`, `set<T>`, `map<K, V>`; one that may be missing is `T?`");
    }
    return true;
  }
  // list string
  if ((type(-1) == Parser::LIST || type(-1) == Parser::SET || type(-1) == Parser::MAP) && expects(Parser::LESS)) {
    reporter_.report(kForeignType, span(-1), text(-1)).help("say what it holds: `list<T>`, `set<T>`, `map<K, V>`");
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
