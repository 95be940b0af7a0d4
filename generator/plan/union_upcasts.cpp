#include <algorithm>

#include "plan/fold.hpp"
#include "plan/signature.hpp"
#include "plan/statements.hpp"
#include "plan/upcasts.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// Every alternative of a version has its way to the next.
const AlternativeUpcast& way_of(const UnionVersion& next, const Alternative& alternative) {
  const auto& ways = next.upcast->alternatives;
  return *std::find_if(ways.begin(), ways.end(), [&](const auto& way) { return way.from == &alternative; });
}

/// `[](const Payee::External::View& one) -> ::bank::Payee { return ::bank::Payee::Bank{.iban = one.iban()}; }`
std::string alternative_function(const Symbols& symbols, const UnionVersion& from, const Alternative& alternative,
                                 const UnionVersion& to) {
  Surroundings inside;
  inside.old = "one";
  Expressions expressions(symbols, inside);
  const Alternative* at = &alternative;
  for (const UnionVersion* version = &from; version != &to;) {
    const UnionVersion& next = from.owner->versions[version->version];
    const AlternativeUpcast& way = way_of(next, *at);
    for (const FieldInit& init : way.fields) expressions.hold(init.field, *init.value);
    at = way.to;
    version = &next;
  }
  std::vector<std::string> members;
  for (const Field& field : at->fields) {
    const Expression read{field.type, {}, FieldNode{FieldSource::Old, &field}};
    members.push_back("." + symbols.name(field) + " = " + expressions.owned(expressions.resolved(read)));
  }
  const std::string type = symbols.qualified(to);
  const std::string view = "const " + symbols.qualified(from, alternative) + "::View&";
  const std::string head = "[](" + view + (expressions.uses("one") ? " one" : "") + ") -> " + type + " {";
  const std::string body = "return " + Expressions::braced(symbols.qualified(to, *at), members) + ";";
  constexpr std::size_t kLongest = 110;
  const bool one_line = head.size() + body.size() <= kLongest && body.find('\n') == std::string::npos;
  return one_line ? head + " " + body + " }" : head + "\n" + indented(body) + "\n}";
}

}  // namespace

FunctionText upcast_function(const Symbols& symbols, const UnionVersion& from, const UnionVersion& to) {
  std::string functions;
  for (const Alternative& alternative : from.alternatives) {
    functions += functions.empty() ? "" : ",\n";
    functions += alternative_function(symbols, from, alternative, to);
  }
  const std::string result = symbols.qualified(to);
  std::string body = "return old.visit(\n" + indented(indented(functions)) + ");\n";
  if (functions.find("\"_dec") != std::string::npos) body = "using namespace cqrs::literals;\n" + body;
  const std::string text =
      signature("inline " + result + " upcast",
                {"cqrs::Type<" + result + ">", "const cqrs::layout::UnionView<" + symbols.qualified(from) + ">& old"},
                " {") +
      "\n" + indented(body) + "}";
  return {fold_long_lines(text), false};
}

}  // namespace cqrsc::plan
