#include "counts.hpp"

#include <cqrs/generated_projection.hpp>

namespace flat_memory {
namespace {

bool on_written(cqrs::RowSet& rows, cqrs::Bytes, const cqrs::Meta& meta) {
  on_event();
  static_cast<cqrs::Rows<Count>&>(rows).create({std::string(cqrs::as_text(meta.stream))}, [](Count& row) {
    ++row.events;
    return true;
  });
  return true;
}

const cqrs::AggregateDefinition& log() {
  static constexpr cqrs::EventLayout kLayouts[] = {{.type = kType, .version = 1}};
  static constexpr cqrs::AggregateDefinition kDefinition{.name = kCategory, .events = kLayouts};
  return kDefinition;
}

constexpr cqrs::ProjectedEvent kEvents[] = {{kType, on_written}};
constexpr std::string_view kTypes[] = {kType};
constexpr const cqrs::AggregateDefinition& (*kAggregates[])() = {&log};
constexpr cqrs::Column kColumns[] = {{"key", cqrs::ColumnKind::text, false, 0, "string"},
                                     {"events", cqrs::ColumnKind::integer, false, 0, "int64"}};
constexpr cqrs::TableDefinition kTable{"Count", kColumns, 1, {}};

constexpr cqrs::ProjectionDefinition define() {
  cqrs::ProjectionDefinition definition;
  definition.name = "t.Count";
  definition.fingerprint = definition.shape = 1;
  definition.table = &kTable;
  definition.types = kTypes;
  definition.aggregates = kAggregates;
  definition.events = kEvents;
  definition.make_rows = cqrs::make_rows<Count>;
  return definition;
}

}  // namespace

const cqrs::ProjectionDefinition& Count::definition() {
  static constexpr auto kDefinition = define();
  return kDefinition;
}

}  // namespace flat_memory
