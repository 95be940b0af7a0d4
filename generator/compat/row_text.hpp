// Projections and queries as canonical text. Inside compat/ only.
#pragma once

#include <string>

#include "model/projection.hpp"

namespace cqrsc::compat {

/// `bank.Account.AccountOpened`.
std::string full_name(const model::Event& event);

/// The table of a projection: its keys and fields, and which are indexed.
std::string table_text(const model::Projection& projection);

/// One handler, without the name of its event: what it runs over, the keys of its rows, what it does where a row is not
/// there, and its body. Indented lines.
std::string handler_text(const model::RowHandler& handler);

/// All that a query does, but for its parameters.
std::string query_text(const model::Query& query);

}  // namespace cqrsc::compat
