#include "cqrs/rejection.hpp"

#include <cqrs/fields.hpp>
#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

namespace cqrs {

template <class Io>
void fields(Io&, const AlreadyExists&) {}
template <class Io>
void fields(Io&, const DoesNotExist&) {}
template <class Io>
void fields(Io&, const NotAllowed&) {}
template <class Io>
void fields(Io&, const Overflow&) {}
template <class Io>
void fields(Io& io, const Invalid& rejection) {
  io("fields", rejection.fields);
}
template <class Io>
void fields(Io& io, const InvariantBroken& rejection) {
  io("invariant", rejection.invariant);
}

std::string AlreadyExists::message() const { return "it exists already"; }
std::string DoesNotExist::message() const { return "it does not exist"; }
std::string NotAllowed::message() const { return "the actor may not do that"; }
std::string Overflow::message() const { return "a number would leave the range of its type"; }

std::string Invalid::message() const {
  std::string text = fields.size() == 1 ? "this field is not valid:" : "these fields are not valid:";
  for (const auto& field : fields) {
    if (&field != &fields.front()) text += ',';
    text += ' ';
    text += field;
  }
  return text;
}

std::string InvariantBroken::message() const { return "this would no longer hold: " + invariant; }

void write_json(JsonWriter& out, const AlreadyExists& rejection) { json::write_fields(out, rejection); }
void write_json(JsonWriter& out, const DoesNotExist& rejection) { json::write_fields(out, rejection); }
void write_json(JsonWriter& out, const Invalid& rejection) { json::write_fields(out, rejection); }
void write_json(JsonWriter& out, const NotAllowed& rejection) { json::write_fields(out, rejection); }
void write_json(JsonWriter& out, const Overflow& rejection) { json::write_fields(out, rejection); }
void write_json(JsonWriter& out, const InvariantBroken& rejection) { json::write_fields(out, rejection); }

void print(Printer& out, const AlreadyExists& rejection) { text::print_fields(out, AlreadyExists::kName, rejection); }
void print(Printer& out, const DoesNotExist& rejection) { text::print_fields(out, DoesNotExist::kName, rejection); }
void print(Printer& out, const Invalid& rejection) { text::print_fields(out, Invalid::kName, rejection); }
void print(Printer& out, const NotAllowed& rejection) { text::print_fields(out, NotAllowed::kName, rejection); }
void print(Printer& out, const Overflow& rejection) { text::print_fields(out, Overflow::kName, rejection); }
void print(Printer& out, const InvariantBroken& rejection) {
  text::print_fields(out, InvariantBroken::kName, rejection);
}

}  // namespace cqrs
