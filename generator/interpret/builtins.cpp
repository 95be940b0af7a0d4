// The functions of the language.
#include <algorithm>

#include "interpret/evaluator.hpp"
#include "interpret/pattern.hpp"
#include "interpret/stable_sort.hpp"
#include "interpret/text_forms.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

std::int64_t code_points(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::int64_t size_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.node)) return code_points(*text);
  if (const auto* bytes = std::get_if<ByteString>(&value.node)) return static_cast<std::int64_t>(bytes->bytes.size());
  if (const auto* map = std::get_if<Map>(&value.node)) return static_cast<std::int64_t>(map->entries.size());
  return static_cast<std::int64_t>(std::get<List>(value.node).elements.size());
}

/// ASCII letters only.
std::string in_case(std::string text, char from, char to, int distance) {
  for (char& c : text) {
    if (c >= from && c <= to) c = static_cast<char>(c + distance);
  }
  return text;
}

std::string trimmed(const std::string& text) {
  constexpr const char* kWhiteSpace = " \t\n\v\f\r";
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

/// Floats compare as IEEE has it, everything else in the language's order.
bool is_less(const Value& a, const Value& b) {
  if (const auto* number = std::get_if<double>(&a.node)) return *number < std::get<double>(b.node);
  return compare(a, b) < 0;
}

bool contains(const Value& whole, const Value& part) {
  if (const auto* text = std::get_if<std::string>(&whole.node))
    return text->find(std::get<std::string>(part.node)) != std::string::npos;
  const auto has = [&](const Value& value) { return equal(value, part); };
  if (const auto* map = std::get_if<Map>(&whole.node)) {
    return std::any_of(map->entries.begin(), map->entries.end(), [&](const MapEntry& entry) { return has(entry.key); });
  }
  const auto& elements = std::get<List>(whole.node).elements;
  return std::any_of(elements.begin(), elements.end(), has);
}

List entries_of(const Value& map, BuiltinFunction what) {
  List list;
  for (const MapEntry& entry : std::get<Map>(map.node).entries)
    list.elements.push_back(what == BuiltinFunction::Keys ? entry.key : entry.value);
  return list;
}

List distinct(const List& list) {
  List out;
  for (const Value& element : list.elements) {
    const auto same = [&](const Value& other) { return equal(other, element); };
    if (std::none_of(out.elements.begin(), out.elements.end(), same)) out.elements.push_back(element);
  }
  return out;
}

}  // namespace

Value Evaluator::text_builtin(const BuiltinNode& node) {
  const std::string text = std::get<std::string>(evaluate(*node.arguments.front()).node);
  switch (node.function) {
    case BuiltinFunction::Lower: return {in_case(text, 'A', 'Z', 'a' - 'A')};
    case BuiltinFunction::Upper: return {in_case(text, 'a', 'z', 'A' - 'a')};
    case BuiltinFunction::Trim: return {trimmed(text)};
    case BuiltinFunction::StartsWith:
      return {text.starts_with(std::get<std::string>(evaluate(*node.arguments[1]).node))};
    case BuiltinFunction::EndsWith: return {text.ends_with(std::get<std::string>(evaluate(*node.arguments[1]).node))};
    default: return {matches_pattern(text, std::get<std::string>(evaluate(*node.arguments[1]).node))};
  }
}

Value Evaluator::least_or_greatest(const Type&, const BuiltinNode& node) {
  const bool least = node.function == BuiltinFunction::Min;
  const Value first = evaluate(*node.arguments.front());
  if (node.arguments.size() == 2 && !std::holds_alternative<LambdaNode>(node.arguments[1]->node)) {
    const Value second = evaluate(*node.arguments[1]);
    return (least ? is_less(second, first) : is_less(first, second)) ? second : first;
  }
  const Value* found = nullptr;
  std::vector<Value> mapped;
  for (const Value& element : std::get<List>(first.node).elements)
    mapped.push_back(node.arguments.size() == 2 ? apply(*node.arguments[1], element) : element);
  for (const Value& element : mapped) {
    if (found == nullptr || (least ? is_less(element, *found) : is_less(*found, element))) found = &element;
  }
  return found == nullptr ? Value{Absent{}} : *found;
}

Value Evaluator::list_builtin(const Type&, const BuiltinNode& node) {
  const Value list = evaluate(*node.arguments.front());
  const std::vector<Value>& elements = std::get<List>(list.node).elements;
  const Expression* lambda = node.arguments.size() == 2 ? node.arguments[1] : nullptr;
  const auto mapped = [&](const Value& element) { return lambda == nullptr ? element : apply(*lambda, element); };
  const auto good = [&](const Value& element) { return std::get<bool>(apply(*lambda, element).node); };
  List out;
  switch (node.function) {
    case BuiltinFunction::First: return elements.empty() ? Value{Absent{}} : elements.front();
    case BuiltinFunction::Last: return elements.empty() ? Value{Absent{}} : elements.back();
    case BuiltinFunction::Count:
      if (lambda == nullptr) return {Int128{elements.size()}};
      return {Int128{std::count_if(elements.begin(), elements.end(), good)}};
    case BuiltinFunction::Any: return {std::any_of(elements.begin(), elements.end(), good)};
    case BuiltinFunction::All: return {std::all_of(elements.begin(), elements.end(), good)};
    case BuiltinFunction::Map:
      for (const Value& element : elements) out.elements.push_back(mapped(element));
      return {std::move(out)};
    case BuiltinFunction::Filter:
      std::copy_if(elements.begin(), elements.end(), std::back_inserter(out.elements), good);
      return {std::move(out)};
    case BuiltinFunction::Distinct: return {distinct(std::get<List>(list.node))};
    default: break;
  }
  std::vector<std::pair<Value, Value>> keyed;
  for (const Value& element : elements) keyed.emplace_back(mapped(element), element);
  sort_stably(keyed, [](const auto& a, const auto& b) { return is_less(a.first, b.first); });
  for (auto& [key, element] : keyed) out.elements.push_back(std::move(element));
  return {std::move(out)};
}

Value Evaluator::builtin(const Type& type, const BuiltinNode& node) {
  const Expression& first = *node.arguments.front();
  switch (node.function) {
    case BuiltinFunction::Length: return {Int128{size_of(evaluate(first))}};
    case BuiltinFunction::IsEmpty: return {size_of(evaluate(first)) == 0};
    case BuiltinFunction::Contains: return {contains(evaluate(first), evaluate(*node.arguments[1]))};
    case BuiltinFunction::StartsWith:
    case BuiltinFunction::EndsWith:
    case BuiltinFunction::Lower:
    case BuiltinFunction::Upper:
    case BuiltinFunction::Trim:
    case BuiltinFunction::Matches: return text_builtin(node);
    case BuiltinFunction::Sum: return sum(type, node);
    case BuiltinFunction::Min:
    case BuiltinFunction::Max: return least_or_greatest(type, node);
    case BuiltinFunction::Keys:
    case BuiltinFunction::Values: return {entries_of(evaluate(first), node.function)};
    case BuiltinFunction::Abs: return absolute(type, evaluate(first));
    case BuiltinFunction::Round: stop_impossible("what is rounded is a decimal");
    case BuiltinFunction::Date: return {date_of(number(first))};
    default: return list_builtin(type, node);
  }
}

Value Evaluator::absolute(const Type& type, const Value& value) {
  if (const auto* number = std::get_if<double>(&value.node)) return {*number < 0 ? -*number : *number};
  const Int128 number = std::get<Int128>(value.node);
  const Int128 result = number < 0 ? -number : number;
  return {is_integer(type) || type.kind == TypeKind::Duration ? checked_integer(type, result) : result};
}

}  // namespace cqrsc::interpret
