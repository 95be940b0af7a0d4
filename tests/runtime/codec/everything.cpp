#include "everything.hpp"

#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

#include "everything_views.hpp"

namespace everything {

std::string_view enum_name(Color value) noexcept {
  switch (value) {
    case Color::red: return "red";
    case Color::green: return "green";
    case Color::blue: return "blue";
  }
  return {};
}

bool enum_from_name(std::string_view name, Color& value) noexcept {
  for (const Color color : {Color::red, Color::green, Color::blue}) {
    if (name == enum_name(color)) return value = color, true;
  }
  return false;
}

void write_json(cqrs::JsonWriter& out, const Empty& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Empty& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Empty& value) { cqrs::text::print_fields(out, "Empty", value); }

void write_json(cqrs::JsonWriter& out, const Point& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Point& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Point& value) { cqrs::text::print_fields(out, "Point", value); }

void write_json(cqrs::JsonWriter& out, const Address& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Address& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Address& value) { cqrs::text::print_fields(out, "Address", value); }

void write_json(cqrs::JsonWriter& out, const Scalars& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Scalars& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Scalars& value) { cqrs::text::print_fields(out, "Scalars", value); }

void write_json(cqrs::JsonWriter& out, const Nested& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Nested& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Nested& value) { cqrs::text::print_fields(out, "Nested", value); }

void write_json(cqrs::JsonWriter& out, const Optionals& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Optionals& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Optionals& value) { cqrs::text::print_fields(out, "Optionals", value); }

void write_json(cqrs::JsonWriter& out, const Collections& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Collections& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Collections& value) { cqrs::text::print_fields(out, "Collections", value); }

void write_json(cqrs::JsonWriter& out, const Times& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Times& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Times& value) { cqrs::text::print_fields(out, "Times", value); }

void write_json(cqrs::JsonWriter& out, const FlatLists& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, FlatLists& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const FlatLists& value) { cqrs::text::print_fields(out, "FlatLists", value); }
void write_json(cqrs::JsonWriter& out, const Lists& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Lists& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Lists& value) { cqrs::text::print_fields(out, "Lists", value); }

void write_json(cqrs::JsonWriter& out, const Choice& value) { cqrs::json::write_union(out, value); }
bool read_json(cqrs::JsonReader& in, Choice& value) { return cqrs::json::read_union(in, value); }
void print(cqrs::Printer& out, const Choice& value) { cqrs::text::print_union(out, value); }

void write_json(cqrs::JsonWriter& out, const Pair& value) { cqrs::json::write_union(out, value); }
bool read_json(cqrs::JsonReader& in, Pair& value) { return cqrs::json::read_union(in, value); }
void print(cqrs::Printer& out, const Pair& value) { cqrs::text::print_union(out, value); }

void write_json(cqrs::JsonWriter& out, const Choices& value) { cqrs::json::write_fields(out, value); }
bool read_json(cqrs::JsonReader& in, Choices& value) { return cqrs::json::read_fields(in, value); }
void print(cqrs::Printer& out, const Choices& value) { cqrs::text::print_fields(out, "Choices", value); }

}  // namespace everything
