#include "cqrs/context.hpp"

#include <stdexcept>
#include <string>

#include <cqrs/externs.hpp>

namespace cqrs {

void* Services::find(std::type_index type) const noexcept {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->first == type) return entry->second;
  }
  return nullptr;
}

void Context::missing_service(const char* type) {
  throw std::logic_error("no service of the type " + std::string(type) +
                         " was given to the application; add it to ApplicationOptions::services");
}

void missing_extern(std::string_view name, std::string_view source) {
  throw std::logic_error(std::string(source) + ": " + std::string(name) +
                         " is written in C++, and the table the application was started with does not have it");
}

}  // namespace cqrs
