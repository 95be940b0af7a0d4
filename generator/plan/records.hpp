#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "plan/data.hpp"
#include "plan/symbols.hpp"
#include "plan/type_order.hpp"

namespace cqrsc::plan {

/// `bank.cqrs:41`: the file's own name, so that the text does not depend on where it is built.
std::string place_text(const model::Model& model, const model::Location& location);
std::string file_name(const model::Model& model, const model::Location& location);

/// The `///` lines of a declaration, and a line that says so where it is deprecated.
std::string doc_lines(const model::Declaration& declaration);

/// What there is beside its fields.
struct RecordParts {
  std::string name;  // as in C++
  std::string view;  // its view; empty for what is never stored
  bool is_event = false;
  bool has_table = true;  // is printed, and has a JSON form
  std::string doc;
  std::string place;
  std::string printed;  // the name as the modeler wrote it
  std::string members;  // further lines, between the fields and the comparison
  std::string message;  // of an error: the definition of its message()
};

/// How a view shows a field of this type: `std::string_view`, `MoneyView`.
std::string view_type(const Symbols& symbols, const model::Type& type);

/// `bank.Account.MoneyDeposited`, as a string literal: how stored events and commands are named, as written by the
/// modeler. Without a name: the aggregate.
std::string stored_name(const model::Aggregate& aggregate, const std::string& name);

/// For fragment_record, fragment_view and fragment_codec.
Record record_data(const Symbols& symbols, const std::deque<model::Field>& fields, const RecordParts& parts);

/// For fragment_record and fragment_codec, of what is never stored as binary: rows, queries.
Record plain_record(const Symbols& symbols, const std::vector<const model::Field*>& fields, const RecordParts& parts);

/// For fragment_union and fragment_union_codec; each alternative is a record.
Record union_data(const Symbols& symbols, const model::UnionVersion& one);
/// Either: the one is under `value` or `union`, the other is absent.
Record type_data(const Symbols& symbols, const StoredType& type);
/// The same for one version of a value or of an aggregate's event.
Record value_data(const Symbols& symbols, const model::ValueVersion& value);
Record event_data(const Symbols& symbols, const model::EventVersion& event);

}  // namespace cqrsc::plan
