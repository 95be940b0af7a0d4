# Install rules, the package that find_package(cqrs) finds, and the .deb that CPack makes of it.
#
# The core of the runtime is one export; each engine is one of its own, a component of the package, because only its
# users need what it depends on; the compiler is one more, which a cross build leaves out.

include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/cqrs")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/include/cqrs" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

get_property(exports GLOBAL PROPERTY CQRS_EXPORTS)
list(REMOVE_DUPLICATES exports)
if(TARGET cqrsc)
  install(TARGETS cqrsc EXPORT cqrs-compiler-targets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  list(APPEND exports compiler)
endif()
set(engines "${exports}")
list(REMOVE_ITEM engines runtime compiler)
foreach(export IN LISTS exports)
  install(EXPORT cqrs-${export}-targets NAMESPACE cqrs:: DESTINATION "${package_dir}")
endforeach()

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/cqrs-config.cmake.in" "${PROJECT_BINARY_DIR}/cqrs-config.cmake"
  INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cqrs-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/cqrs-config.cmake" "${PROJECT_BINARY_DIR}/cqrs-config-version.cmake"
              "${CMAKE_CURRENT_LIST_DIR}/CqrsAddDomain.cmake"
  DESTINATION "${package_dir}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_PACKAGE_NAME cqrs)
set(CPACK_PACKAGE_VENDOR "The cqrsc maintainers")
set(CPACK_PACKAGE_CONTACT "The cqrsc maintainers <maintainers@cqrsc.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
# dpkg-shlibdeps knows what the compiler links to; what the static libraries need is written here, as in scripts/setup.
find_program(CQRS_DPKG_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(CQRS_DPKG_SHLIBDEPS)
if(CQRS_DPKG_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libexpected-dev, libsimdjson-dev, libsqlite3-dev, libboost1.81-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libgtest-dev, prometheus-cpp-dev, libspdlog-dev")
include(CPack)
