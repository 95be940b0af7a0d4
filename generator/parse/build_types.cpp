// Places, names and types.
#include <algorithm>
#include <charconv>
#include <utility>

#include "parse/builder.hpp"
#include "parse/unquote.hpp"

namespace cqrsc::parsing {

using antlr4::tree::TerminalNode;

Span Builder::span(const antlr4::Token* token) const {
  const Token& read = all_[visible_[token->getTokenIndex()]];
  return {source_.id(), read.begin, read.end};
}

Span Builder::span(const Rule* ctx) const {
  if (ctx == nullptr || ctx->start == nullptr) return {source_.id(), 0, 0};
  const Span first = span(ctx->start);
  if (ctx->stop == nullptr || ctx->stop->getTokenIndex() < ctx->start->getTokenIndex()) return first.before();
  return first.to(span(ctx->stop));
}

bool Builder::damaged(const Rule* ctx) const {
  if (broken(ctx)) return true;
  const Span whole = left_out_.empty() ? Span{} : span(ctx);
  const auto first = std::ranges::lower_bound(left_out_, whole.begin);
  if (first != left_out_.end() && *first < whole.end) return true;
  return std::ranges::any_of(ctx->children, [](antlr4::tree::ParseTree* child) {
    return dynamic_cast<antlr4::tree::ErrorNode*>(child) != nullptr;
  });
}

bool Builder::goes_on(const Rule* ctx) const {
  if (ctx->stop == nullptr) return false;
  const size_t next = ctx->stop->getTokenIndex() + 1;
  if (next >= visible_.size()) return false;
  const Token& token = all_[visible_[next]];
  return token.type == CqrsParser::IDENTIFIER && !token.first_on_line;
}

antlr4::ParserRuleContext* Builder::chosen(const Rule* ctx) {
  if (ctx == nullptr || ctx->children.empty()) return nullptr;
  return dynamic_cast<Rule*>(ctx->children.front());
}

syntax::Doc Builder::doc(const Rule* ctx) {
  syntax::Doc result;
  if (ctx->start == nullptr) return result;
  const size_t start = visible_[ctx->start->getTokenIndex()];
  size_t first = start;
  while (first > 0 && !is_visible(all_[first - 1])) --first;
  for (size_t i = first; i < start; ++i) {
    const Token& token = all_[i];
    if (token.channel != Channel::documentation || !token.first_on_line) continue;
    documented_[i] = true;
    const Span place{source_.id(), token.begin, token.end};
    std::string_view line = source_.text(place).substr(3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (result.span.empty()) {
      result.span = place;
    } else {
      result.text += '\n';
      result.span = result.span.to(place);
    }
    result.text += line;
  }
  return result;
}

std::vector<syntax::Comment> Builder::comments() const {
  std::vector<syntax::Comment> result;
  for (size_t i = 0; i < all_.size(); ++i) {
    const Token& token = all_[i];
    const bool undocumenting = token.channel == Channel::documentation && !documented_[i];
    if (token.channel != Channel::comment && !undocumenting) continue;
    const Span place{source_.id(), token.begin, token.end};
    std::string_view words = source_.text(place);
    while (words.ends_with(' ') || words.ends_with('\t')) words.remove_suffix(1);
    result.push_back({std::string(words), place});
  }
  return result;
}

// --------------------------------------------------------------------------------------------------------------- names

syntax::Name Builder::name_at(Span place) const {
  std::string_view words = source_.text(place);
  const bool quoted = words.size() > 1 && words.front() == '`';
  if (quoted) {
    words.remove_prefix(1);
    if (words.ends_with('`')) words.remove_suffix(1);
  }
  return {std::string(words), place, quoted};
}

syntax::Path Builder::reference(CqrsParser::ReferenceContext* ctx) const {
  syntax::Path result;
  result.span = span(ctx);
  for (TerminalNode* part : ctx->IDENTIFIER()) result.parts.push_back(name(part));
  return result;
}

syntax::Path Builder::qualified_name(CqrsParser::QualifiedNameContext* ctx) const {
  syntax::Path result;
  result.span = span(ctx);
  for (auto* part : ctx->name()) result.parts.push_back(name(part));
  return result;
}

std::vector<syntax::Path> Builder::references(const std::vector<CqrsParser::ReferenceContext*>& contexts) const {
  std::vector<syntax::Path> result;
  for (auto* ctx : contexts) result.push_back(reference(ctx));
  return result;
}

syntax::Version Builder::version(TerminalNode* node) {
  const Span place = span(node);
  const std::string_view digits = source_.text(place).substr(1);
  uint32_t number = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  constexpr uint32_t kMaxVersion = 65535;
  if (digits.starts_with('0')) {
    reporter_.report(kVersionFromOne, place, std::string(source_.text(place)))
        .help("write `v1` for the first version", place, number == 0 ? "v1" : "v" + std::to_string(number));
    return {0, place};
  }
  if (error != std::errc{} || number > kMaxVersion) {
    reporter_.report(kVersionTooLarge, place, std::string(source_.text(place)), kMaxVersion);
    return {0, place};
  }
  return {number, place};
}

std::optional<syntax::Version> Builder::optional_version(TerminalNode* node) {
  if (node == nullptr) return std::nullopt;
  return version(node);
}

syntax::String Builder::string(TerminalNode* node) const {
  const Span place = span(node);
  return {unquote(source_.text(place)), place};
}

// --------------------------------------------------------------------------------------------------------------- types

syntax::Type Builder::type(CqrsParser::TypeContext* ctx) {
  syntax::Type result{span(ctx), syntax::ErrorType{}, false};
  if (broken(ctx) || broken(ctx->typeName())) return result;
  result.optional = ctx->QUESTION() != nullptr;
  auto* words = ctx->typeName();
  const auto part = [&](CqrsParser::TypeContext* inner) { return std::make_unique<syntax::Type>(type(inner)); };
  if (auto* named = dynamic_cast<CqrsParser::NamedTypeContext*>(words)) {
    result.node = syntax::NamedType{reference(named->reference()), optional_version(ctx->VERSION())};
    return result;
  }
  if (ctx->VERSION() != nullptr) reporter_.report(kVersionOfBuiltin, span(ctx->VERSION()));
  if (auto* list = dynamic_cast<CqrsParser::ListTypeContext*>(words)) {
    result.node = syntax::ListType{part(list->type())};
  } else if (auto* set = dynamic_cast<CqrsParser::SetTypeContext*>(words)) {
    result.node = syntax::SetType{part(set->type())};
  } else if (auto* map = dynamic_cast<CqrsParser::MapTypeContext*>(words)) {
    result.node = syntax::MapType{part(map->type(0)), part(map->type(1))};
  } else if (auto* decimal = dynamic_cast<CqrsParser::DecimalTypeContext*>(words)) {
    result.node = syntax::DecimalType{number(decimal->INTEGER(0)), number(decimal->INTEGER(1))};
  }
  return result;
}

syntax::Parameter Builder::parameter(CqrsParser::ParameterContext* ctx) {
  return {name(ctx->name()), type(ctx->type()), span(ctx)};
}

std::vector<syntax::Parameter> Builder::parameters(CqrsParser::ParametersContext* ctx) {
  std::vector<syntax::Parameter> result;
  if (ctx == nullptr) return result;
  for (auto* one : ctx->parameter()) result.push_back(parameter(one));
  return result;
}

syntax::Annotation Builder::annotation(CqrsParser::AnnotationContext* ctx) {
  syntax::Annotation result{name(ctx->name(0)), span(ctx), std::nullopt, std::monostate{}};
  if (ctx->name().size() > 1) result.parameter = name(ctx->name(1));
  if (auto* argument = ctx->annotationArgument()) {
    if (argument->STRING() != nullptr) {
      result.argument = string(argument->STRING());
    } else {
      result.argument = name(argument->name());
    }
  }
  return result;
}

std::vector<syntax::Annotation> Builder::annotations(const std::vector<CqrsParser::AnnotationContext*>& contexts) {
  std::vector<syntax::Annotation> result;
  for (auto* ctx : contexts) result.push_back(annotation(ctx));
  return result;
}

syntax::Field Builder::field(CqrsParser::FieldContext* ctx) {
  syntax::Field result;
  result.doc = doc(ctx);
  result.name = name(ctx->name());
  result.type = type(ctx->type());
  result.span = span(ctx);
  if (auto* initial = ctx->expression()) result.initial = expression(initial);
  result.annotations = annotations(ctx->annotation());
  if (!ctx->INDEX().empty()) result.index = span(ctx->INDEX(0));
  if (ctx->INDEX().size() > 1) reporter_.report(kIndexTwice, span(ctx->INDEX(1)));
  if (auto* where = ctx->whereClause()) result.where = expression(where->expression());
  return result;
}

}  // namespace cqrsc::parsing
