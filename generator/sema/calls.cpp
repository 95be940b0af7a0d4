// Calls: functions of the language, extern functions, ids made of their base type.
#include <algorithm>
#include <array>
#include <string_view>

#include "sema/functions.hpp"
#include "sema/habits.hpp"
#include "sema/near_names.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::BuiltinFunction;
using model::TypeKind;

struct FunctionName {
  std::string_view name;
  BuiltinFunction function;
};
constexpr std::array<FunctionName, 26> kFunctions{
    {{"length", BuiltinFunction::Length},     {"isEmpty", BuiltinFunction::IsEmpty},
     {"contains", BuiltinFunction::Contains}, {"startsWith", BuiltinFunction::StartsWith},
     {"endsWith", BuiltinFunction::EndsWith}, {"lower", BuiltinFunction::Lower},
     {"upper", BuiltinFunction::Upper},       {"trim", BuiltinFunction::Trim},
     {"matches", BuiltinFunction::Matches},   {"first", BuiltinFunction::First},
     {"last", BuiltinFunction::Last},         {"sum", BuiltinFunction::Sum},
     {"min", BuiltinFunction::Min},           {"max", BuiltinFunction::Max},
     {"count", BuiltinFunction::Count},       {"any", BuiltinFunction::Any},
     {"all", BuiltinFunction::All},           {"map", BuiltinFunction::Map},
     {"filter", BuiltinFunction::Filter},     {"sort", BuiltinFunction::Sort},
     {"distinct", BuiltinFunction::Distinct}, {"keys", BuiltinFunction::Keys},
     {"values", BuiltinFunction::Values},     {"abs", BuiltinFunction::Abs},
     {"round", BuiltinFunction::Round},       {"date", BuiltinFunction::Date}}};

std::string count_text(std::size_t count) { return std::to_string(count) + (count == 1 ? " argument" : " arguments"); }

bool is_collection(const model::Type& type) {
  return type.kind == TypeKind::List || type.kind == TypeKind::Set || type.kind == TypeKind::Map;
}

/// The division inside `round(a / b, n)`; null where there is none.
const syntax::BinaryExpression* quotient(const syntax::Expression& expression) {
  const auto* binary = std::get_if<syntax::BinaryExpression>(&expression.node);
  return binary != nullptr && binary->operation == syntax::BinaryOperator::divide ? binary : nullptr;
}

/// hasRole("teller")
bool help_with_role(Diagnostic& report, const syntax::CallExpression& call, Span span) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"hasrole", "hasauthority", "isinrole", "inrole", "has_role", "is_in_role", "hasanyrole", "role", "is"});
  std::string name = call.callee.text;
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (std::ranges::find(kNames, name) == kNames.end() || call.arguments.size() != 1) return false;
  const auto* role = std::get_if<syntax::StringLiteral>(&call.arguments.front()->node);
  if (role == nullptr) return false;
  report.help("who may is said with `role`, behind `allow`", span, "role \"" + role->value.value + "\"");
  return true;
}

/// What is meant by the name of a function that there is not.
void help_with_function(Diagnostic& report, const ContextWork& context, const syntax::Name& callee,
                        const std::vector<std::string>& names) {
  const std::string& name = callee.text;
  if (const std::string own(own_function(name)); !own.empty()) {
    report.help("it is called " + quoted(own), callee.span, own);
  } else if (const std::string advice(function_advice(name)); !advice.empty()) {
    report.help(advice);
  } else if (note_what_is_kept(context, name, "function", report)) {
    report.help("call it there, and put the result into a public event");
  } else if (const auto near = nearest_name(name, names)) {
    report.help("there is " + quoted(*near), callee.span, *near);
  } else {
    report.help("what the language lacks is declared, " + quoted("extern function " + name + "(…) -> …") +
                ", and written in C++");
  }
}

}  // namespace

std::optional<BuiltinFunction> builtin_function(const std::string& name) {
  for (const FunctionName& function : kFunctions)
    if (function.name == name) return function.function;
  return std::nullopt;
}

bool Typer::check_count(const syntax::CallExpression& call, std::size_t least, std::size_t most) {
  const std::size_t count = call.arguments.size();
  if (count >= least && count <= most) return true;
  const std::string wanted = least == most ? count_text(least) : std::to_string(least) + " or " + count_text(most);
  analysis_.reporter.report(kArgumentCount, call.callee.span, call.callee.text, wanted,
                            count == 0 ? "none is" : std::to_string(count) + (count == 1 ? " is" : " are"));
  return false;
}

std::string Typer::written_argument(const syntax::CallExpression& call) const {
  const Span inside = call.arguments.front()->span;
  return std::string(analysis_.sources.file(inside).text(inside));
}

const model::Expression* Typer::argument_error(const syntax::CallExpression& call, const model::Type& type,
                                               const std::string& wanted) {
  Diagnostic& report =
      analysis_.reporter.report(kArgumentType, call.arguments.front()->span, call.callee.text, model::to_text(type));
  report.note("it takes " + wanted);
  if (model::is_numeric(type) && call.callee.text == "sum" && scope_.state_word == "row")
    report.help("a total is kept by adding to it: " + quoted("… += " + written_argument(call)));
  if (type.kind == TypeKind::Optional) report.help("test first that it is not `none`, or use `??`");
  return nullptr;
}

const model::Expression* Typer::infer_call(const syntax::CallExpression& call, Span span) {
  const std::string& name = call.callee.text;
  if (const auto function = builtin_function(name)) {
    if (const auto aggregate = call_aggregate(*function, call, span)) return *aggregate;
    switch (*function) {
      case BuiltinFunction::Length:
      case BuiltinFunction::IsEmpty: return call_length(*function, call, span);
      case BuiltinFunction::Contains: return call_contains(call, span);
      case BuiltinFunction::StartsWith:
      case BuiltinFunction::EndsWith:
      case BuiltinFunction::Lower:
      case BuiltinFunction::Upper:
      case BuiltinFunction::Trim: return call_text(*function, call, span);
      case BuiltinFunction::Matches: {
        if (!check_count(call, 2, 2)) return nullptr;
        const auto* pattern = std::get_if<syntax::StringLiteral>(&call.arguments[1]->node);
        if (pattern != nullptr) return call_matches(call.arguments[0].get(), pattern->value, span);
        analysis_.reporter.report(kPattern, call.arguments[1]->span, "it has to be written out in quotes");
        return nullptr;
      }
      case BuiltinFunction::Round: return call_round(call, span);
      case BuiltinFunction::Abs: return call_abs(call, span);
      case BuiltinFunction::Min:
      case BuiltinFunction::Max:
        if (call.arguments.size() == 2 && !std::holds_alternative<syntax::LambdaExpression>(call.arguments[1]->node))
          return call_smaller(*function, call, span);
        return call_list(*function, call, span);
      case BuiltinFunction::Date: return call_date(call, span);
      case BuiltinFunction::Keys:
      case BuiltinFunction::Values: return call_entries(*function, call, span);
      default: return call_list(*function, call, span);
    }
  }
  if (name == "row" && !call.callee.quoted && scope_.state_word == "row") {
    if (scope_.other_rows == nullptr) return not_available("row(…)", span);
    analysis_.reporter.report(kRowAlone, span).help("name one of its fields: " + quoted("row(…).…"));
    return nullptr;
  }
  const SymbolEntry* entry = find_symbol_quietly(context_, name);
  if (entry != nullptr) {
    if (auto* const* function = std::get_if<model::ExternFunction*>(&entry->symbol))
      return call_extern(**function, call, span);
    if (auto* const* id = std::get_if<model::Id*>(&entry->symbol)) return call_id(**id, call, span);
  }
  if (entry != nullptr && std::holds_alternative<LaterDeclaration>(entry->symbol)) {
    if (!context_.is_main) report_imported_extern(name, span);
    return nullptr;
  }
  return unknown_function(call, entry, span);
}

/// A call of what is no function: of something else that is declared, or of nothing.
const model::Expression* Typer::unknown_function(const syntax::CallExpression& call, const SymbolEntry* entry,
                                                 Span span) {
  const std::string& name = call.callee.text;
  if (context_.incomplete) return nullptr;
  std::vector<std::string> names;
  for (const FunctionName& function : kFunctions) names.emplace_back(function.name);
  for (const auto& function : context_.context->extern_functions) names.push_back(function.name);
  Diagnostic& report = analysis_.reporter.report_lack(name, kUnknownFunction, call.callee.span, name);
  if (entry != nullptr) {
    report.label(entry->span, quoted(name) + " is " + kind_text(entry->symbol));
    if (std::holds_alternative<Refinement*>(entry->symbol))
      report.help("it is another name for a type: write what stands in the parentheses by itself");
    if (std::holds_alternative<model::Value*>(entry->symbol))
      report.help("make a value with braces: " + quoted(name + " { … }"));
  } else if (const std::string made = alternative_called(call); !made.empty()) {
    report.help("an alternative is made with braces", span, made);
  } else if (name == "now" && call.arguments.empty() && (scope_.has_now || scope_.has_meta)) {
    const std::string own = scope_.has_now ? "now" : "meta.time";
    report.help(scope_.has_now ? "the time of a command is a name" : "the time of an event is", span, own);
  } else if ((name == "Some" || name == "Ok" || name == "Just") && call.arguments.size() == 1) {
    const Span inside = call.arguments.front()->span;
    report.help("what is there is written by itself", span, std::string(analysis_.sources.file(inside).text(inside)));
  } else if (!help_with_role(report, call, span)) {
    help_with_function(report, context_, call.callee, names);
  }
  return nullptr;
}

/// Hammered(buyer, price): as it is made here; empty where no union has such an alternative.
std::string Typer::alternative_called(const syntax::CallExpression& call) const {
  for (const auto& one : context_.context->unions) {
    for (const model::Alternative& alternative : one.current().alternatives) {
      if (alternative.name != call.callee.text || alternative.fields.size() != call.arguments.size()) continue;
      std::string made = alternative.name + " { ";
      for (std::size_t i = 0; i < call.arguments.size(); ++i) {
        const Span value = call.arguments[i]->span;
        made += alternative.fields[i].name + " = " + std::string(analysis_.sources.file(value).text(value)) +
                (i + 1 == call.arguments.size() ? " " : "  ");
      }
      return made + "}";
    }
  }
  return "";
}

void Typer::report_imported_extern(const std::string& name, Span span) {
  analysis_.reporter.report(kImportedExtern, span, name, context_.context->name)
      .note("to read this event, what imports it would have to call the C++ code of another context")
      .help("publish an event whose older versions need no extern function");
}

/// The type of a plain path, as far as it can be told without saying anything; null where it cannot.
const model::Type* Typer::plain_type(const syntax::Expression& expression) const {
  if (std::holds_alternative<syntax::StringLiteral>(expression.node)) return analysis_.scalar(TypeKind::String);
  if (const auto* name = std::get_if<syntax::NameExpression>(&expression.node)) {
    if (const model::Local* local = scope_.find_local(name->name.text)) return local->type;
    const model::Field* field = scope_.find_incoming(name->name.text);
    return field == nullptr ? nullptr : field->type;
  }
  const auto* member = std::get_if<syntax::MemberExpression>(&expression.node);
  if (member == nullptr) return nullptr;
  const auto* word = std::get_if<syntax::NameExpression>(&member->object->node);
  if (word != nullptr && word->name.text == scope_.state_word) {
    const model::Field* field = scope_.find_state(member->member.text);
    return field == nullptr ? nullptr : field->type;
  }
  const auto* arm = word == nullptr ? nullptr : scope_.find_local(word->name.text);
  if (arm != nullptr && arm->alternative != nullptr) {
    const model::Field* field = find_field(arm->alternative->fields, member->member.text);
    return field == nullptr ? nullptr : field->type;
  }
  const model::Type* object = plain_type(*member->object);
  const model::Field* field = object == nullptr || object->kind != TypeKind::Value
                                  ? nullptr
                                  : find_field(object->value->fields, member->member.text);
  return field == nullptr ? nullptr : field->type;
}

/// limitOf(unit, parameter), where the parameter comes first.
bool Typer::arguments_swapped(const model::ExternFunction& function, const syntax::CallExpression& call) {
  const auto wanted = [&](std::size_t i) { return function.parameters[i].type; };
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const model::Type* first = plain_type(*call.arguments[i]);
    if (first == nullptr || wanted(i) == nullptr || first == wanted(i)) continue;
    for (std::size_t j = i + 1; j < call.arguments.size(); ++j) {
      const model::Type* second = plain_type(*call.arguments[j]);
      if (first != wanted(j) || second != wanted(i)) continue;
      const Span one = call.arguments[i]->span;
      const Span other = call.arguments[j]->span;
      const auto& source = analysis_.sources.file(one);
      const Span between{one.file, one.end, other.begin};
      analysis_.reporter.report(kTypeMismatch, one, model::to_text(*wanted(i)), quoted(model::to_text(*first)))
          .label(analysis_.name_span(function), "declared here")
          .help("the two stand in the other order", one.to(other),
                std::string(source.text(other)) + std::string(source.text(between)) + std::string(source.text(one)));
      return true;
    }
  }
  return false;
}

const model::Expression* Typer::call_extern(const model::ExternFunction& function, const syntax::CallExpression& call,
                                            Span span) {
  if (scope_.externs == Externs::None) {
    Diagnostic& report = analysis_.reporter.report(kNotAvailable, span, function.name, scope_.block);
    if (scope_.reads_history)
      report.note("a value belongs to every context that imports it, and the function to one")
          .help("say it in `from` of the event that holds the value");
    else
      report.note("what is computed here is computed again on every replay, so it cannot depend on C++ code")
          .help("call it in the command, and put the result into the event");
    return nullptr;
  }
  if (scope_.externs == Externs::WithRevision && !function.revision) {
    analysis_.reporter.report(kExternRevision, span, function.name, scope_.block)
        .label(analysis_.name_span(function), "declared here")
        .note("the same stored event must give the same for ever, so a function on its way is sealed by its revision")
        .help("add " + quoted("revision 1") + " to its declaration");
    return nullptr;
  }
  scope_.called.insert(&function);
  if (!check_count(call, function.parameters.size(), function.parameters.size())) return nullptr;
  if (arguments_swapped(function, call)) return nullptr;
  model::ExternCallNode node{&function, {}};
  bool good = function.result != nullptr;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    node.arguments.push_back(check(*call.arguments[i], function.parameters[i].type));
    good = good && node.arguments.back() != nullptr;
  }
  return good ? make(function.result, span, std::move(node)) : nullptr;
}

const model::Expression* Typer::call_id(const model::Id& id, const syntax::CallExpression& call, Span span) {
  if (!check_count(call, 1, 1)) return nullptr;
  const model::Type* type = analysis_.type_of(id);
  const syntax::Expression& argument = *call.arguments.front();
  if (needs_context(argument)) return check(argument, type);
  const Result value = infer(argument);
  if (value == nullptr) return nullptr;
  if (value->type == type) return value;
  if (analysis_.has_condition(id)) {
    Diagnostic& report = analysis_.reporter.report(kArgumentType, argument.span, id.name, model::to_text(*value->type));
    report.note(quoted(id.name) + " has a condition, which is checked where a command is taken in, not here");
    if (scope_.incoming_word == "command")
      report.help("let the command's field be a " + quoted(id.name) + " already");
    else if (scope_.reads_history)
      report.help("one that is trusted is made in C++: " +
                  quoted("extern function …(…) -> " + id.name + " revision 1"));
    return nullptr;
  }
  if (value->type->kind == TypeKind::Id && value->type->id->base == id.base)
    return make(type, span, model::ConversionNode{model::ConversionKind::IdToId, value});
  const Result base = convert(value, id.base, argument.span);
  return base == nullptr ? nullptr : make(type, span, model::ConversionNode{model::ConversionKind::BaseToId, base});
}

const model::Expression* Typer::call_length(BuiltinFunction function, const syntax::CallExpression& call, Span span) {
  if (!check_count(call, 1, 1)) return nullptr;
  const Result value = infer(*call.arguments.front());
  if (value == nullptr) return nullptr;
  const TypeKind kind = value->type->kind;
  if (kind != TypeKind::String && kind != TypeKind::Bytes && kind != TypeKind::List && kind != TypeKind::Set &&
      kind != TypeKind::Map)
    return argument_error(call, *value->type, "text, bytes, a list, a set or a map");
  const bool counts = function == BuiltinFunction::Length;
  return make(analysis_.scalar(counts ? TypeKind::Int64 : TypeKind::Bool), span, model::BuiltinNode{function, {value}});
}

/// `contains("TEA", lines)`
const model::Expression* Typer::turned_round(const syntax::CallExpression& call, const model::Expression& whole) {
  const auto written = [&](const syntax::Expression& e) {
    return std::string(analysis_.sources.file(e.span).text(e.span));
  };
  const Span first = call.arguments[0]->span;
  analysis_.reporter.report(kArgumentType, call.arguments[1]->span, call.callee.text, model::to_text(*whole.type))
      .note("what it looks in stands first, then what may be in it")
      .help("write them the other way round", first.to(call.arguments[1]->span),
            written(*call.arguments[1]) + ", " + written(*call.arguments[0]));
  return nullptr;
}

const model::Expression* Typer::call_contains(const syntax::CallExpression& call, Span span) {
  if (!check_count(call, 2, 2)) return nullptr;
  const Result whole = infer(*call.arguments[0]);
  if (whole == nullptr) {
    check(*call.arguments[1], nullptr);
    return nullptr;
  }
  const TypeKind kind = whole->type->kind;
  if (kind == TypeKind::String && !needs_context(*call.arguments[1])) {
    const Result part = infer(*call.arguments[1]);
    if (part == nullptr || is_collection(*part->type)) return part == nullptr ? nullptr : turned_round(call, *part);
    const Result converted = convert(part, whole->type, call.arguments[1]->span);
    if (converted == nullptr) return nullptr;
    return make(analysis_.scalar(TypeKind::Bool), span,
                model::BuiltinNode{BuiltinFunction::Contains, {whole, converted}});
  }
  if (kind != TypeKind::String && kind != TypeKind::List && kind != TypeKind::Set && kind != TypeKind::Map) {
    const model::Type* other = plain_type(*call.arguments[1]);
    if (other != nullptr && is_collection(*other)) return turned_round(call, *whole);
    return argument_error(call, *whole->type, "text, a list, a set or a map, and what may be in it");
  }
  const model::Type* wanted = kind == TypeKind::String ? whole->type
                              : kind == TypeKind::Map  ? whole->type->key
                                                       : whole->type->element;
  const Result part = check(*call.arguments[1], wanted);
  if (part == nullptr) return nullptr;
  return make(analysis_.scalar(TypeKind::Bool), span, model::BuiltinNode{BuiltinFunction::Contains, {whole, part}});
}

const model::Expression* Typer::call_entries(BuiltinFunction function, const syntax::CallExpression& call, Span span) {
  if (!check_count(call, 1, 1)) return nullptr;
  const Result map = infer(*call.arguments.front());
  if (map == nullptr) return nullptr;
  if (map->type->kind != TypeKind::Map) return argument_error(call, *map->type, "a map");
  const model::Type* part = function == BuiltinFunction::Keys ? map->type->key : map->type->element;
  return make(analysis_.list_of(part), span, model::BuiltinNode{function, {map}});
}

const model::Expression* Typer::call_text(BuiltinFunction function, const syntax::CallExpression& call, Span span) {
  const bool tests = function == BuiltinFunction::StartsWith || function == BuiltinFunction::EndsWith;
  const std::size_t count = tests ? 2 : 1;
  if (!check_count(call, count, count)) return nullptr;
  const model::Type* text = analysis_.scalar(TypeKind::String);
  model::BuiltinNode node{function, {}};
  for (const auto& argument : call.arguments) {
    const Result value = needs_context(*argument) ? check(*argument, text) : infer(*argument);
    if (value != nullptr && value->type != text) return argument_error(call, *value->type, "text");
    node.arguments.push_back(value);
  }
  if (std::find(node.arguments.begin(), node.arguments.end(), nullptr) != node.arguments.end()) return nullptr;
  return make(tests ? analysis_.scalar(TypeKind::Bool) : text, span, std::move(node));
}

const model::Expression* Typer::call_matches(const syntax::Expression* value, const syntax::String& pattern,
                                             Span span) {
  const model::Type* text = analysis_.scalar(TypeKind::String);
  Result subject = nullptr;
  if (value != nullptr)
    subject = infer(*value);
  else if (scope_.it != nullptr)
    subject = it(span);
  else
    return not_available("it", span);
  if (const auto error = pattern_error(pattern.value)) {
    Diagnostic& report = analysis_.reporter.report(kPattern, pattern.span, *error);
    // ^[A-Z]+$
    std::string_view plain = analysis_.sources.file(pattern.span).text(pattern.span);
    if (plain.size() > 3) plain = plain.substr(1, plain.size() - 2);
    const std::string_view whole = plain;
    if (plain.starts_with('^')) plain.remove_prefix(1);
    if (plain.ends_with('$') && !plain.ends_with("\\$")) plain.remove_suffix(1);
    if (plain.size() < whole.size()) report.help("write it so", pattern.span, '"' + std::string(plain) + '"');
    return nullptr;
  }
  if (subject == nullptr) return nullptr;
  if (subject->type != text) {
    analysis_.reporter
        .report(kArgumentType, value != nullptr ? value->span : span, "matches", model::to_text(*subject->type))
        .note("it takes text");
    return nullptr;
  }
  const Result constant = make(text, pattern.span, model::ConstantNode{pattern.value});
  return make(analysis_.scalar(TypeKind::Bool), span,
              model::BuiltinNode{BuiltinFunction::Matches, {subject, constant}});
}

const model::Expression* Typer::call_round(const syntax::CallExpression& call, Span span) {
  if (call.arguments.size() == 1) {
    const Span inside = call.arguments.front()->span;
    analysis_.reporter.report(kArgumentCount, call.callee.span, "round", "2 arguments", "1 is")
        .help("say how many digits to keep", inside.after(), ", 2");
    return nullptr;
  }
  if (!check_count(call, 2, 2)) return nullptr;
  const auto* digits = std::get_if<syntax::IntegerLiteral>(&call.arguments[1]->node);
  const auto places = digits == nullptr ? std::nullopt : parse_integer(digits->value.digits);
  if (!places || *places > 38) {
    analysis_.reporter.report(kLambda, call.arguments[1]->span, "round", "a number of digits, 0 to 38, written out");
    return nullptr;
  }
  const int scale = static_cast<int>(*places);
  const auto result_type = [&](int whole) {
    return analysis_.decimal(std::min(38, std::max(1, whole + scale)), scale);
  };
  if (const syntax::BinaryExpression* division = quotient(*call.arguments[0])) {
    const auto pair = operands(*division->left, *division->right);
    if (!pair) return nullptr;
    const model::Type* common = common_type(*pair->left->type, *pair->right->type);
    if (common == nullptr || (common->kind != TypeKind::Decimal && !model::is_integer(*common)))
      return operator_error(*division, *pair->left->type, *pair->right->type);
    const model::Type* decimal = model::is_integer(*common) ? analysis_.decimal(20, 0) : common;
    const Result left = convert(pair->left, decimal, division->left->span);
    const Result right = convert(pair->right, decimal, division->right->span);
    if (left == nullptr || right == nullptr) return nullptr;
    return make(result_type(decimal->precision), span, model::DivideRoundedNode{left, right});
  }
  const Result value = infer(*call.arguments[0]);
  if (value == nullptr) return nullptr;
  if (value->type->kind != TypeKind::Decimal)
    return argument_error(call, *value->type, "a decimal and a number of digits");
  const Result constant =
      make(analysis_.scalar(TypeKind::Int32), call.arguments[1]->span, model::ConstantNode{*places});
  return make(result_type(value->type->precision - value->type->scale), span,
              model::BuiltinNode{BuiltinFunction::Round, {value, constant}});
}

const model::Expression* Typer::call_abs(const syntax::CallExpression& call, Span span) {
  if (!check_count(call, 1, 1)) return nullptr;
  const Result value = infer(*call.arguments.front());
  if (value == nullptr) return nullptr;
  if (!model::is_numeric(*value->type) && value->type->kind != TypeKind::Duration)
    return argument_error(call, *value->type, "a number or a duration");
  return make(value->type, span, model::BuiltinNode{BuiltinFunction::Abs, {value}});
}

const model::Expression* Typer::call_date(const syntax::CallExpression& call, Span span) {
  if (!check_count(call, 1, 1)) return nullptr;
  const Result value = infer(*call.arguments.front());
  if (value == nullptr) return nullptr;
  if (value->type->kind != TypeKind::Instant)
    return argument_error(call, *value->type, "an instant, and gives the day that it is in UTC");
  return make(analysis_.scalar(TypeKind::Date), span, model::BuiltinNode{BuiltinFunction::Date, {value}});
}

const model::Expression* Typer::call_smaller(BuiltinFunction function, const syntax::CallExpression& call, Span span) {
  const auto pair = operands(*call.arguments[0], *call.arguments[1]);
  if (!pair) return nullptr;
  const model::Type* common = common_type(*pair->left->type, *pair->right->type);
  if (common == nullptr || !model::is_ordered(*common))
    return argument_error(call, *pair->left->type, "two values of a type with an order");
  const auto same = unify(*pair, call.arguments[0]->span, call.arguments[1]->span);
  if (!same) return nullptr;
  return make(common, span, model::BuiltinNode{function, {same->left, same->right}});
}

}  // namespace cqrsc::sema
