#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

#include <cqrs/generated_projection.hpp>

#include "projection/table.hpp"

namespace cqrs {
namespace {

std::string parameter(std::size_t column) { return "?" + std::to_string(column + 1); }

/// "a" = ?1 AND "b" = ?2, over the columns from `first` to before `last`.
std::string equations(const TableDefinition& table, std::size_t first, std::size_t last, std::string_view separator) {
  std::string text;
  for (std::size_t i = first; i < last; ++i) {
    text.append(text.empty() ? "" : separator).append(projection::quoted(table.columns[i].name));
    text.append(" = ").append(parameter(i));
  }
  return text;
}

std::string names(const TableDefinition& table, std::size_t first) {
  std::string text;
  for (std::size_t i = first; i < table.columns.size(); ++i) {
    text.append(text.empty() ? "" : ", ").append(projection::quoted(table.columns[i].name));
  }
  return text.empty() ? "1" : text;
}

/// A row that another one is to be made of lacks something.
class HiddenRow final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace

bool KnownRows::add(std::uint64_t hash) {
  constexpr unsigned kIndexBits = 24;
  constexpr std::uint64_t kMask = (std::uint64_t{1} << kIndexBits) - 1;
  if (bits_.empty()) bits_.resize(std::size_t{1} << (kIndexBits - 6));
  bool known = true;
  // The upper half of the hash decides about shares, so that within one it is less random.
  const std::uint64_t mixed = hash * 0x9e3779b97f4a7c15ULL;
  for (const std::uint64_t index : {hash & kMask, (mixed >> 40U) & kMask, (mixed >> 16U) & kMask}) {
    auto& word = bits_[index >> 6U];
    const std::uint64_t bit = std::uint64_t{1} << (index & 63U);
    known = known && (word & bit) != 0;
    word |= bit;
  }
  return known;
}

RowSetBase::RowSetBase(const ProjectionDefinition& definition, const TableName& table) : definition_(definition) {
  const TableDefinition& columns = *definition.table;
  const std::size_t all = columns.columns.size();
  const std::string key = equations(columns, 0, columns.keys, " AND ");
  std::string parameters;
  for (std::size_t i = 0; i < all; ++i) parameters.append(i == 0 ? "" : ", ").append(parameter(i));
  select_ = "SELECT " + names(columns, columns.keys) + " FROM " + table.name + " WHERE " + key;
  any_row_ = "SELECT 1 FROM " + table.name + " LIMIT 1";
  insert_ = "INSERT INTO " + table.name + " (" + names(columns, 0) + ") VALUES (" + parameters + ")";
  delete_ = "DELETE FROM " + table.name + " WHERE " + key;
  if (all > columns.keys) {
    update_ = "UPDATE " + table.name + " SET " + equations(columns, columns.keys, all, ", ") + " WHERE " + key;
  }
}

void RowSetBase::begin(sql::Connection& connection, const Mode& mode) {
  connection_ = &connection;
  mode_ = mode;
  if (!looked_) look_for_rows();
}

void RowSetBase::look_for_rows() {
  const auto statement = connection_->prepare(any_row_);
  if (!statement) return;  // the first row that is loaded will say why
  const auto found = (*statement)->step();
  (*statement)->reset();
  if (!found) return;
  looked_ = true;
  knows_all_ = !*found;
}

void RowSetBase::next_event() {
  ++event_;
  troubles_.clear();
}

bool RowSetBase::admits(std::string&& sequence, std::uint64_t hash) {
  if (!mode_.only.empty()) return sequence == mode_.only;
  if (!mode_.parked->holds(sequence)) return true;
  for (const auto& trouble : troubles_) {
    if (trouble.sequence == sequence) return false;
  }
  troubles_.push_back({.sequence = std::move(sequence), .failed = false, .hash = hash});
  return false;
}

void RowSetBase::refuse_hidden(const std::string& sequence) const {
  // A letter that is tried again is the first of its row.
  if (sequence == mode_.only || mode_.parked == nullptr || !mode_.parked->hides(sequence)) return;
  refuse(sequence);
}

void RowSetBase::refuse(const std::string& sequence) const {
  throw HiddenRow("it asks for the row " + sequence + ", which waits behind a dead letter");
}

void RowSetBase::note_failure(std::string&& sequence, std::uint64_t hash, Error error) {
  troubles_.push_back({.sequence = std::move(sequence), .failed = true, .hash = hash, .error = std::move(error)});
}

void RowSetBase::note_error(Error error) {
  if (!error_) error_ = std::move(error);
}

Error RowSetBase::missing_row(const std::string& sequence) const {
  return {ErrorCode::handler_failed,
          std::string(definition_.name) + " has no row " + sequence +
              ", which the event changes; where that may be so, the handler says `existing`"};
}

Error RowSetBase::current_failure() const {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const HiddenRow& hidden) {
    return {ErrorCode::behind, hidden.what()};
  } catch (const std::exception& exception) {
    return {ErrorCode::handler_failed, exception.what()};
  } catch (...) {
    return {ErrorCode::handler_failed, "something was thrown that is no exception"};
  }
}

Result<void> RowSetBase::run(sql::Connection& connection, sql::Statement& statement) const {
  const auto stepped = statement.step();
  const std::int64_t changes = connection.changes();
  statement.reset();
  if (!stepped) return unexpected(stepped.error());
  if (changes == 1) return {};
  return fail(ErrorCode::corruption, "a row of " + std::string(definition_.name) +
                                         " that was there has gone; only one process may write the rows: stop the "
                                         "other, and rebuild the projection");
}

}  // namespace cqrs
