#pragma once

#include <functional>
#include <memory>

#include <cqrs/store.hpp>

namespace cqrs::metrics {

/// Told of every append when it is answered: how long it took in seconds, how many events it was to store, and the
/// error, if it failed. Thread-safe; must not throw.
using AppendObserver = std::function<void(double seconds, std::size_t events, const Error* error)>;

/// Passes everything on to `store`.
std::unique_ptr<Store> measured(Store& store, AppendObserver observer);

}  // namespace cqrs::metrics
