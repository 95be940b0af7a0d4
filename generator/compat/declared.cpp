#include "compat/declared.hpp"

#include <algorithm>

namespace cqrsc::compat {
namespace {

template <typename Declaration>
Declared versioned(LayoutKind kind, const Declaration& declaration) {
  Declared result;
  result.kind = kind;
  result.name = declaration.name.text;
  result.span = declaration.span;
  result.name_span = declaration.name.span;
  result.from = &declaration.from;
  if (declaration.version) {
    result.version = declaration.version->number;
    result.version_span = declaration.version->span;
  }
  return result;
}

}  // namespace

Declarations::Declarations(const std::vector<const syntax::File*>& files) {
  for (const syntax::File* file : files) {
    for (const syntax::Declaration& declaration : file->declarations) {
      if (const auto* event = std::get_if<syntax::EventDeclaration>(&declaration)) add(*event, "");
      if (const auto* aggregate = std::get_if<syntax::AggregateDeclaration>(&declaration))
        for (const syntax::EventDeclaration& event : aggregate->events) add(event, aggregate->name.text + ".");
      if (const auto* value = std::get_if<syntax::ValueDeclaration>(&declaration)) {
        Declared made = versioned(LayoutKind::Value, *value);
        made.fields = &value->fields;
        made.has_braces = !value->base;
        all_.push_back(std::move(made));
      }
      if (const auto* one = std::get_if<syntax::UnionDeclaration>(&declaration)) {
        Declared made = versioned(LayoutKind::Union, *one);
        made.alternatives = &one->alternatives;
        all_.push_back(std::move(made));
      }
    }
  }
  std::map<std::string, Declared*> newest;
  for (Declared& declared : all_) {
    Declared*& best = newest[to_text(declared.kind) + (" " + declared.name)];
    if (best == nullptr || best->version < declared.version) best = &declared;
    if (declared.kind != LayoutKind::Event) newest_[declared.name] = std::max(newest_[declared.name], declared.version);
  }
  for (auto& [name, declared] : newest) declared->is_newest = true;
}

void Declarations::add(const syntax::EventDeclaration& event, const std::string& owner) {
  Declared made;
  made.kind = LayoutKind::Event;
  made.name = owner + event.name.text;
  made.version = event.version.number;
  made.version_span = event.version.span;
  made.is_retired = event.retired;
  made.span = event.span;
  made.name_span = event.name.span;
  made.fields = &event.fields;
  made.from = &event.from;
  all_.push_back(std::move(made));
}

std::vector<const Declared*> Declarations::called(const std::string& name) const {
  std::vector<const Declared*> result;
  for (const Declared& declared : all_) {
    if (!declared.is_newest) continue;
    if (declared.name == name) return {&declared};
    if (declared.name.ends_with("." + name)) result.push_back(&declared);
  }
  return result;
}

std::uint32_t Declarations::newest(const std::string& type) const {
  const auto found = newest_.find(type);
  return found == newest_.end() ? 0 : found->second;
}

}  // namespace cqrsc::compat
