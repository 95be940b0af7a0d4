#include <memory>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>
#include <cqrs/record.hpp>
#include <cqrs/text.hpp>

namespace cqrs::record {

void TableBuilder::add(const char* name, const void* field, const TypeInfo* type, layout::Field place,
                       const StoredInfo* stored) {
  const auto offset = static_cast<const std::byte*>(field) - static_cast<const std::byte*>(prototype);
  fields.push_back({name, static_cast<std::size_t>(offset), type, place, stored});
}

namespace {

using Made = std::unique_ptr<void, void (*)(void*)>;

/// The record that the bytes hold; null where they hold none.
Made decoded(const Table& table, layout::Shape shape, Bytes bytes) {
  const Layout layout(table, shape);
  if (layout::find_error(layout, bytes)) return {nullptr, table.drop};
  Made made(table.make(), table.drop);
  layout::assign_record(made.get(), layout, layout::place_of(bytes, shape));
  return made;
}

}  // namespace

bool print_stored(Printer& out, const Table& table, layout::Shape shape, Bytes bytes) {
  const Made made = decoded(table, shape, bytes);
  if (made) text::print_record(out, table, made.get());
  return made != nullptr;
}

bool append_stored_json(std::string& out, const Table& table, layout::Shape shape, Bytes bytes) {
  const Made made = decoded(table, shape, bytes);
  if (!made) return false;
  JsonWriter writer(out);
  json::write_record(writer, table, made.get());
  return true;
}

}  // namespace cqrs::record
