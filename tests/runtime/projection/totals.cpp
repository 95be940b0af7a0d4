#include "totals.hpp"

#include <sstream>
#include <stdexcept>

#include <cqrs/decision.hpp>
#include <cqrs/generated_projection.hpp>

namespace projection_test {
namespace {

using Rows = cqrs::Rows<Total>;

/// What tells one projection from another.
struct Way {
  int times = 1;
  bool poisoned = true;  ///< it cannot take what is poisoned
};

std::int64_t amount_of(const std::string& word, Way way) {
  if (word == "x") {
    if (healed || !way.poisoned) return 1;
    throw std::runtime_error("the amount is x");
  }
  return std::stoll(word);
}

std::vector<std::string> words_of(cqrs::Bytes body) {
  std::istringstream in{std::string(cqrs::as_text(body))};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string key_of(const cqrs::Meta& meta) { return std::string(cqrs::as_text(meta.stream)); }

std::string step_of(const cqrs::Meta& meta) {
  return key_of(meta) + ":" + std::to_string(meta.version) + "." + std::to_string(meta.part) + " ";
}

// What all handlers have in common: false where the body is none.
template <int Times, bool Poisoned, void (*Handle)(Rows&, const std::vector<std::string>&, const cqrs::Meta&, Way)>
bool apply(cqrs::RowSet& rows, cqrs::Bytes body, const cqrs::Meta& meta) {
  auto& typed = static_cast<Rows&>(rows);
  const std::string text(cqrs::as_text(body));
  const bool sound = healed || !Poisoned;
  if (text == "!" && !sound) {
    typed.undo_event();
    return false;
  }
  try {
    if (text == "?" && !sound) {
      // A part of it has been done when the key of the other cannot be computed.
      typed.create({key_of(meta)}, [&](Total& row) {
        row.sum += 1'000'000;
        return true;
      });
      throw std::runtime_error("there is no key");
    }
    Handle(typed, text == "?" || text == "!" ? std::vector<std::string>{"0", key_of(meta)} : words_of(body), meta,
           Way{Times, Poisoned});
  } catch (...) {
    typed.undo_event();
    throw;
  }
  return true;
}

void on_added(Rows& rows, const std::vector<std::string>& words, const cqrs::Meta& meta, Way way) {
  rows.create({key_of(meta)}, [&](Total& row) {
    row.trail += step_of(meta);
    row.sum += way.times * amount_of(words.at(0), way);
    return true;
  });
}

void on_taken(Rows& rows, const std::vector<std::string>& words, const cqrs::Meta& meta, Way way) {
  rows.change({key_of(meta)}, [&](Total& row) {
    row.trail += step_of(meta);
    row.sum -= way.times * amount_of(words.at(0), way);
    return true;
  });
}

void on_moved(Rows& rows, const std::vector<std::string>& words, const cqrs::Meta& meta, Way way) {
  rows.create({key_of(meta)}, [&](Total& row) {
    row.trail += step_of(meta);
    row.sum -= way.times * (words.at(0) == "x" ? 1 : amount_of(words.at(0), way));
    return true;
  });
  // Only this row's part is poisoned.
  rows.create({words.at(1)}, [&](Total& row) {
    row.trail += step_of(meta);
    row.sum += way.times * amount_of(words.at(0), way);
    return true;
  });
}

void on_closed(Rows& rows, const std::vector<std::string>&, const cqrs::Meta& meta, Way) {
  rows.erase_existing({key_of(meta)});
}

void on_copied(Rows& rows, const std::vector<std::string>& words, const cqrs::Meta& meta, Way) {
  rows.create({key_of(meta)}, [&](Total& row) {
    row.trail += step_of(meta);
    const Total* const other = rows.find({words.at(1)});
    row.sum = other == nullptr ? -1 : other->sum;
    return true;
  });
}

struct Added {
  static constexpr std::string_view kType = "t.Ledger.Added";
  static constexpr std::uint32_t kVersion = 2;
  std::string amount;
};
void encode(cqrs::Buffer& out, const Added& event) {
  const auto bytes = cqrs::as_bytes(event.amount);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

bool upcast_added(cqrs::EncodedEvents& today, cqrs::Bytes body, const cqrs::Meta&, const void*) {
  for (const auto& word : words_of(body)) today.add(Added{word});
  return true;
}

const cqrs::AggregateDefinition& ledger() {
  static constexpr cqrs::EventLayout kLayouts[] = {
      {.type = "t.Ledger.Added", .version = 1, .upcast = upcast_added},
      {.type = "t.Ledger.Added", .version = 2},
      {.type = "t.Ledger.Taken", .version = 2},
      {.type = "t.Ledger.Moved", .version = 2},
      {.type = "t.Ledger.Closed", .version = 2},
  };
  static constexpr cqrs::AggregateDefinition kDefinition{.name = "t.Ledger", .events = kLayouts};
  return kDefinition;
}

template <int Times, bool Poisoned = true>
constexpr cqrs::ProjectedEvent kEvents[] = {
    {"t.Ledger.Added", apply<Times, Poisoned, on_added>},
    {"t.Ledger.Taken", apply<Times, Poisoned, on_taken>},
    {"t.Ledger.Moved", apply<Times, Poisoned, on_moved>},
    {"t.Ledger.Closed", apply<Times, Poisoned, on_closed>},
};
constexpr cqrs::ProjectedEvent kCopyingEvents[] = {
    {"t.Ledger.Added", apply<1, true, on_added>},
    {"t.Ledger.Moved", apply<1, true, on_copied>},
};

constexpr std::string_view kTypes[] = {"t.Ledger.Added", "t.Ledger.Closed", "t.Ledger.Moved", "t.Ledger.Taken"};
constexpr const cqrs::AggregateDefinition& (*kAggregates[])() = {&ledger};
constexpr cqrs::Column kColumns[] = {{"key", cqrs::ColumnKind::text, false, 0, "string"},
                                     {"sum", cqrs::ColumnKind::integer, false, 0, "int64"},
                                     {"trail", cqrs::ColumnKind::text, false, 0, "string"}};
constexpr std::uint16_t kBySum[] = {1, 0};
constexpr cqrs::TableIndex kIndexes[] = {{kBySum}};
constexpr cqrs::TableDefinition kTable{"Total", kColumns, 1, kIndexes};
constexpr cqrs::TableDefinition kOrdered{"Ordered", kColumns, 1, kIndexes};
constexpr cqrs::TableDefinition kPresent{"Present", kColumns, 1, kIndexes};

struct Variant {
  std::string_view name = Total::kName;
  const cqrs::TableDefinition* table = &kTable;
  std::uint64_t fingerprint = 1;
  std::uint64_t shape = 1;
  bool is_inline = false;
  bool ignores_unknown = false;
  std::string_view serial_because = {};
};

constexpr cqrs::ProjectionDefinition define(const Variant& variant, std::span<const cqrs::ProjectedEvent> events) {
  cqrs::ProjectionDefinition definition;
  definition.name = variant.name;
  definition.is_inline = variant.is_inline;
  definition.ignores_unknown = variant.ignores_unknown;
  definition.serial_because = variant.serial_because;
  definition.fingerprint = variant.fingerprint;
  definition.shape = variant.shape;
  definition.table = variant.table;
  definition.types = kTypes;
  definition.aggregates = kAggregates;
  definition.events = events;
  definition.make_rows = cqrs::make_rows<Total>;
  return definition;
}

constexpr cqrs::OrderColumn kOrder[] = {{"key"}};

constexpr cqrs::QueryDefinition at_least(const cqrs::ProjectionDefinition& (*projection)()) {
  cqrs::QueryDefinition definition;
  definition.name = "t.AtLeast";
  definition.projection = projection;
  definition.select = "\"key\", \"sum\", \"trail\"";
  definition.where = "\"sum\" >= ?1";
  definition.order = kOrder;
  definition.parameters = 1;
  definition.bind = cqrs::bind_query<AtLeast>;
  definition.append = cqrs::append_row<Total>;
  definition.drop = cqrs::drop_row<Total>;
  definition.read = cqrs::read_row<Total>;
  return definition;
}

std::map<std::string, Total> fold_up_to(cqrs::Store& store, int times, std::optional<cqrs::Position> last) {
  std::map<std::string, Total> rows;
  const auto add_to = [&](const std::string& key, std::int64_t amount, const cqrs::Meta& meta) {
    Total& row = rows.try_emplace(key, Total{key, 0, {}}).first->second;
    row.sum += times * amount;
    row.trail += step_of(meta);
  };
  const auto amount = [](const std::string& word) { return word == "x" ? 1 : std::stoll(word); };
  const auto visit = [&](const cqrs::RecordedEvent& event) {
    if (last && event.position > *last) return cqrs::Visit::stop;
    cqrs::Meta meta = cqrs::Meta::of(event);
    const std::string key = key_of(meta);
    const std::string text(cqrs::as_text(event.body));
    const auto words = text == "?" || text == "!" ? std::vector<std::string>{"0", key} : words_of(event.body);
    if (event.type == "t.Ledger.Added" && event.layout_version == 1) {
      for (const auto& word : words) {
        add_to(key, amount(word), meta);
        ++meta.part;
      }
    } else if (event.type == "t.Ledger.Added") {
      add_to(key, amount(words.at(0)), meta);
    } else if (event.type == "t.Ledger.Taken") {
      add_to(key, -amount(words.at(0)), meta);
    } else if (event.type == "t.Ledger.Moved") {
      add_to(key, -amount(words.at(0)), meta);
      add_to(words.at(1), amount(words.at(0)), meta);
    } else if (event.type == "t.Ledger.Closed") {
      rows.erase(key);
    }
    return cqrs::Visit::next;
  };
  static_cast<void>(store.read_all({}, {}, cqrs::kNoLimit, visit).value());
  return rows;
}

}  // namespace

const cqrs::ProjectionDefinition& Total::definition() {
  static constexpr auto kDefinition = define({}, kEvents<1>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& doubled() {
  static constexpr auto kDefinition = define({.fingerprint = 2}, kEvents<2>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& reshaped() {
  static constexpr auto kDefinition = define({.fingerprint = 3, .shape = 3}, kEvents<2>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& inlined() {
  static constexpr auto kDefinition = define({.is_inline = true}, kEvents<1>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& inlined_doubled() {
  static constexpr auto kDefinition = define({.fingerprint = 2, .is_inline = true}, kEvents<2>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& serial() {
  static constexpr auto kDefinition = define({.serial_because = "it says so"}, kEvents<1>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& lenient() {
  static constexpr auto kDefinition = define({.ignores_unknown = true}, kEvents<1>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& copying() {
  static constexpr auto kDefinition = define({.serial_because = "it reads other rows"}, kCopyingEvents);
  return kDefinition;
}
const cqrs::ProjectionDefinition& ordered() {
  static constexpr auto kDefinition =
      define({.name = "t.Ordered", .table = &kOrdered, .serial_because = "it says so"}, kEvents<1, false>);
  return kDefinition;
}
const cqrs::ProjectionDefinition& present() {
  static constexpr auto kDefinition =
      define({.name = "t.Present", .table = &kPresent, .is_inline = true}, kEvents<1, false>);
  return kDefinition;
}

const cqrs::QueryDefinition& AtLeast::definition() {
  static constexpr auto kDefinition = at_least(&Total::definition);
  return kDefinition;
}
const cqrs::QueryDefinition& inlined_query() {
  static constexpr auto kDefinition = at_least(&inlined);
  return kDefinition;
}

std::map<std::string, Total> fold(cqrs::Store& store, int times) { return fold_up_to(store, times, std::nullopt); }
std::map<std::string, Total> fold_to(cqrs::Store& store, cqrs::Position last) { return fold_up_to(store, 1, last); }

cqrs::Result<cqrs::AppendOutcome> try_add(cqrs::Store& store, const std::string& key, const std::string& type,
                                          const std::string& body, std::uint32_t layout_version,
                                          cqrs::Instant recorded) {
  const cqrs::StreamId stream("", "t.Ledger", cqrs::to_buffer(cqrs::as_bytes(key)));
  const std::string full = "t.Ledger." + type;
  const cqrs::NewEvent event{.type = full, .layout_version = layout_version, .body = cqrs::as_bytes(body)};
  const cqrs::StreamAppend part{stream, cqrs::ExpectedVersion::any(), {&event, 1}};
  cqrs::AppendRequest request;
  request.streams = {&part, 1};
  request.metadata.command_id = cqrs::Uuid::make();
  request.metadata.recorded = recorded;
  return store.append(request);
}

cqrs::Position add(cqrs::Store& store, const std::string& key, const std::string& type, const std::string& body,
                   std::uint32_t layout_version, cqrs::Instant recorded) {
  return try_add(store, key, type, body, layout_version, recorded).value().position;
}

}  // namespace projection_test
